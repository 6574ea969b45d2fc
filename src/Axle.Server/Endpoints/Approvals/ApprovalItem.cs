using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Approvals;

/// <summary>A question that waits for a person's answer.</summary>
public sealed record ApprovalItem
{
    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>Name of its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Address of the step that asks.</summary>
    public required string Step { get; init; }

    /// <summary>Tells the question from those that the step asked before, or asks later: for <see cref="DecisionRequest.QuestionId"/>.</summary>
    public required string QuestionId { get; init; }

    /// <summary>The step's key, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>What it is about: an object; null when there is nothing to it.</summary>
    public required JsonElement? Parameters { get; init; }

    /// <summary>JSON Schema that changed parameters must fit; null for any.</summary>
    public required JsonElement? Schema { get; init; }

    /// <summary>Names of the parameters that an answer may change.</summary>
    public required IReadOnlyList<string> Editable { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When no answer counts as one; null for never.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who is asked, with those who are asked because nobody answered for a while; empty for anybody.</summary>
    public required IReadOnlyList<string> Assignees { get; init; }

    /// <summary>The session of agents that it hands over, by its id at <c>/api/v1/sessions</c>; null when it hands over none.</summary>
    public required string? Session { get; init; }

    /// <summary>Whether whoever looks is asked.</summary>
    public bool IsAsked { get; init; }

    /// <summary>Whether whoever looks may answer: who is asked and may decide about approvals, and in their place who manages users.</summary>
    public bool MayAnswer { get; init; }

    /// <summary>Results of the steps that it depends on, by key, as far as they are no larger than 16 KiB.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Context { get; init; }

    private const int LargestContext = 16 * 1024;

    /// <summary>The questions that a run asks.</summary>
    internal static IReadOnlyList<ApprovalItem> Of(RunRow row, RunState state) => state.Status.IsEnded()
        ? []
        : [.. state.Records.Where(static s => s.Question is not null).Select(step => Of(row, state, step))];

    private static ApprovalItem Of(RunRow row, RunState state, StepRecord step)
    {
        var question = StepQuestion.Of(step.Question!.Value);
        var key = StepAddress.Of(step.Path, path => state.Find(path) is not null).Key;
        var around = step.Path[..^key.Length];
        return new ApprovalItem
        {
            Run = row.Run.Value,
            Workflow = row.Workflow,
            Step = step.Path,
            QuestionId = step.QuestionId!,
            Title = key,
            Question = question.Message,
            Parameters = question.Parameters,
            Schema = question.Schema,
            Editable = question.Editable,
            RequestedAt = step.StartedAt,
            ExpiresAt = step.WaitsUntil,
            Assignees = question.Assignees.IsEmpty ? [] : [.. question.Assignees, .. step.AskedToo],
            Session = SessionQuestion.SessionOf(state, step),
            Context = step.DependsOn
                .Select(other => (Key: other, state.Find(around + other)?.Output))
                .Where(static o => o.Output is { IsResolved: true, Size: <= LargestContext })
                .ToDictionary(static o => o.Key, static o => o.Output!.Value),
        };
    }
}

/// <summary>An answer to a question.</summary>
public sealed record DecisionRequest
{
    /// <summary>Address of the step that asks; null when the run asks one question only.</summary>
    public string? Step { get; init; }

    /// <summary>
    /// Which question is answered, as the list has it: where another one is open by then, nothing is answered. Null for the one that is open.
    /// </summary>
    public string? QuestionId { get; init; }

    /// <summary>Yes or no.</summary>
    public required ApprovalDecision Decision { get; init; }

    /// <summary>What to say to it; kept in the run's history.</summary>
    public string? Comment { get; init; }

    /// <summary>Parameters with changes, of those that may be changed; null to leave all as they are.</summary>
    public JsonElement? Parameters { get; init; }
}

/// <summary>Yes or no.</summary>
public enum ApprovalDecision
{
    /// <summary>Yes.</summary>
    Approve,

    /// <summary>No: the step fails, and says who refused and why.</summary>
    Reject,
}
