using System.Collections.Immutable;
using System.Text.Json;
using Axle.Cli.Servers;
using Axle.Client.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>One run of a server: the answer of <c>workflow execute</c>, <c>start</c> and <c>status</c> with <c>--server</c>.</summary>
internal sealed record ServedRunDocument(
    string RunId,
    string Status,
    string Workflow,
    string? Version,
    JsonElement? Outputs,
    string? Error,
    decimal Usd,
    ImmutableArray<ServedWaitPart> Waits,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? EndedAt,
    string? Parent,
    Uri Server,
    int? ExitCode)
{
    public static ServedRunDocument Of(Run run, Uri server, int? code) => new(
        run.Id, ServedRuns.Name(run.Status), run.Workflow, run.Version, run.Outputs, run.Error, run.Usd,
        [.. run.Waits.Select(static w => new ServedWaitPart(w.Step, w.Kind, w.For, w.Until))], run.CreatedAt, run.UpdatedAt, run.EndedAt,
        run.ForkOf, server, code);
}

/// <summary>What a run of a server waits for.</summary>
internal sealed record ServedWaitPart(string Step, string Kind, string? For, DateTimeOffset? Until);
