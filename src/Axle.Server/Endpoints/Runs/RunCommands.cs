using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Asks runs for something in the name of a caller, and tells what became of it.</summary>
/// <param name="engine">Executes runs.</param>
/// <param name="store">Keeps them.</param>
/// <param name="board">Shows them.</param>
internal sealed class RunCommands(WorkflowEngine engine, IRunStore store, RunBoard board)
{
    /// <summary>The name of a caller in histories.</summary>
    public static string ActorOf(Principal who) => $"{who.User} (web)";

    /// <summary>Sends a run a signal.</summary>
    /// <param name="row">The run, as it was before.</param>
    /// <param name="name">The signal.</param>
    /// <param name="body">What it brings.</param>
    /// <param name="who">Who sends it.</param>
    /// <param name="key">Makes it idempotent; null for a new one.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="ApiProblemException">The run ignored it: the problem says why.</exception>
    public async Task<RunAnswer> SignalAsync(
        RunRow row, string name, JsonNode? body, Principal who, string? key, CancellationToken cancellationToken)
    {
        var id = key is null ? $"{name}-{Guid.NewGuid():n}" : $"{who.User}/{key}";
        var (now, applied) = await engine.SignalAsync(row.Run, name, body?.ToJsonString() ?? "null", ActorOf(who), id, cancellationToken);
        if (applied && await IgnoredAsync(row, id, key is null ? row.LastSeq : 0, cancellationToken) is { } why)
            throw new ApiProblemException(ApiProblem.Conflict("ignored", $"Run {row.Run} did not take this: {why}."));
        return new RunAnswer(await board.ItemAsync(now, cancellationToken), applied);
    }

    /// <summary>Goes on with a run.</summary>
    /// <exception cref="ApiProblemException">It executes already, or has ended and no place is named.</exception>
    public async Task<RunAnswer> ResumeAsync(RunRow row, string? from, Principal who, CancellationToken cancellationToken)
    {
        if (from is null && row.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            throw new ApiProblemException(ApiProblem.Conflict(
                "ended", $"Run {row.Run} is {ApiWords.Name(row.Status)}. Name a checkpoint or an event to go back to in 'from', or fork it."));
        }

        // A pause that was asked for and never took effect, because its process stopped first, is older than the wish to go on.
        if ((await store.ReadSignalsAsync(row.Run, cancellationToken)).Any(static s => s.Name == RunSignals.Pause))
            await engine.SignalAsync(row.Run, RunSignals.Resume, by: ActorOf(who), cancellationToken: cancellationToken);
        await engine.ResumeAsync(row.Run, from, ActorOf(who), cancellationToken: cancellationToken);
        return new RunAnswer(await board.ItemAsync(await NowAsync(row, cancellationToken), cancellationToken), true);
    }

    /// <summary>The row as it is now.</summary>
    public async Task<RunRow> NowAsync(RunRow row, CancellationToken cancellationToken) => await store.FindRunAsync(row.Run, cancellationToken) ?? row;

    /// <summary>JSON as a tree that signals are made of.</summary>
    public static JsonNode? Node(JsonElement? json) => json is { ValueKind: not JsonValueKind.Undefined } some ? JsonNode.Parse(some.GetRawText()) : null;

    /// <param name="row">The run.</param>
    /// <param name="id">The signal.</param>
    /// <param name="after">The event after which it came; one with a key may have come before, and was refused then.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    private async Task<string?> IgnoredAsync(RunRow row, string id, long after, CancellationToken cancellationToken)
    {
        foreach (var recorded in await store.ReadEventsAsync(row.Run, after, cancellationToken))
        {
            if (recorded.Event is SignalIgnored ignored && ignored.Id == id)
                return ignored.Reason.TrimEnd('.');
        }

        return null;
    }
}
