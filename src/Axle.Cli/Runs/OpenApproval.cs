using System.Collections.Immutable;
using System.Text.Json;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Client.Approvals;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Runs;

/// <summary>A question that waits for a person's answer.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Step">Address of the step that asks.</param>
/// <param name="Message">The question.</param>
/// <param name="Assignees">Who is asked; empty for anybody.</param>
/// <param name="Parameters">What it is about: an object; absent when there is nothing to it.</param>
/// <param name="Editable">Names of the parameters that an answer may change.</param>
/// <param name="Schema">JSON Schema that changed parameters must fit; absent for any.</param>
/// <param name="Since">When it was asked.</param>
/// <param name="Until">When no answer counts as one; absent for never.</param>
/// <param name="QuestionId">Tells the question from those that the step asked before, or asks later; absent at servers that do not say.</param>
internal sealed record OpenApproval(
    string RunId,
    string Workflow,
    string Step,
    string Message,
    ImmutableArray<string> Assignees,
    JsonElement? Parameters,
    ImmutableArray<string> Editable,
    JsonElement? Schema,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string? QuestionId)
{
    /// <summary>The questions that a run asks.</summary>
    public static async Task<ImmutableArray<OpenApproval>> OfAsync(AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var state = (await RunLookup.ReadAsync(host, row, cancellationToken)).State;
        return state.Status.IsEnded() ? [] : [.. state.Records.Where(static s => s.Question is not null).Select(s => Of(row, s))];
    }

    /// <summary>A question of a run of a server.</summary>
    public static OpenApproval Of(Approval asked) => new(
        asked.Run, asked.Workflow, asked.Step, asked.Question, [.. asked.Assignees], asked.Parameters, [.. asked.Editable], asked.Schema, asked.RequestedAt,
        asked.ExpiresAt, asked.QuestionId);

    /// <summary>The one question that is meant.</summary>
    /// <param name="host">Axle.</param>
    /// <param name="row">The run.</param>
    /// <param name="step">Address of the step, or its end; null when there is only one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AxleException">NotFound: there is none, or more than one fits.</exception>
    public static async Task<OpenApproval> FindAsync(AxleHost host, RunRow row, string? step, CancellationToken cancellationToken)
    {
        var open = await OfAsync(host, row, cancellationToken);
        if (open.IsEmpty)
            throw new AxleException(ErrorKind.NotFound, $"Run {row.Run} is {Words.Name(row.Status)} and waits for no approval. 'ax approval list' shows those that do.");
        var fitting = step is null ? open : [.. open.Where(a => a.Step == step)];
        if (fitting.IsEmpty)
            fitting = [.. open.Where(a => a.Step.EndsWith("/" + step, StringComparison.Ordinal))];
        return fitting.Length == 1
            ? fitting[0]
            : throw new AxleException(
                ErrorKind.NotFound,
                $"Run {row.Run} {(fitting.IsEmpty ? $"waits for no approval at '{step}'" : "waits for more than one approval")}. Name one of: {string.Join(", ", open.Select(static a => a.Step))}.");
    }

    private static OpenApproval Of(RunRow row, StepRecord step)
    {
        var question = StepQuestion.Of(step.Question!.Value);
        return new OpenApproval(
            row.Run.Value, row.Workflow, step.Path, question.Message, question.Assignees, question.Parameters, question.Editable, question.Schema,
            step.StartedAt, step.WaitsUntil, step.QuestionId);
    }
}
