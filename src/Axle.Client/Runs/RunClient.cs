using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Client.Http;
using Axle.Client.Workflows;

namespace Axle.Client.Runs;

/// <summary>Runs of a server.</summary>
public sealed class RunClient
{
    private readonly ApiDoor _door;
    private readonly RunWatching _watching;

    internal RunClient(ApiDoor door, AxleClientOptions options) => (_door, _watching) = (door, new RunWatching(door.Api, options));

    /// <summary>Starts a run.</summary>
    /// <param name="start">What is started.</param>
    /// <param name="key">Makes the start safe to repeat: the same key is the same run; null for a new run every time.</param>
    /// <param name="cancellationToken">Cancels the asking, not the run.</param>
    public Task<Run> StartAsync(StartRun start, string? key = null, CancellationToken cancellationToken = default) =>
        _door.AskAsync<Run>(HttpMethod.Post, "runs", start, key, cancellationToken);

    /// <summary>Shows a run.</summary>
    public Task<Run> GetAsync(string run, CancellationToken cancellationToken = default) =>
        _door.AskAsync<Run>(HttpMethod.Get, PathOf(run), null, null, cancellationToken);

    /// <summary>Lists runs, newest first, page by page as they are read.</summary>
    public IAsyncEnumerable<Run> ListAsync(RunListing? listing = null, CancellationToken cancellationToken = default)
    {
        listing ??= new RunListing();
        var status = string.Join(',', listing.Status.Select(static s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString())));
        return _door.ListAsync<Run>(
            "runs", [("status", status), ("workflow", listing.Workflow), ("attention", listing.Attention), ("search", listing.Search)], cancellationToken);
    }

    /// <summary>What has happened in a run so far, page by page as it is read.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Number of the last event that is known; 0 for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<RunEvent> EventsAsync(
        string run, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? next = after.ToString(CultureInfo.InvariantCulture); next is not null;)
        {
            var page = await _door.AskAsync<Page<RunEvent>>(
                HttpMethod.Get, $"{PathOf(run)}/events{ApiDoor.Query(("after", next), ("limit", "1000"))}", null, null, cancellationToken);
            foreach (var happened in page.Items)
                yield return happened;
            next = page.Next;
        }
    }

    /// <summary>
    /// Everything that happens in a run, from an event on to its end, as it happens. When the connection breaks it goes on after the last event that came:
    /// nothing is missing, and nothing comes twice.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Number of the last event that is known; 0 for all.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public IAsyncEnumerable<RunEvent> WatchAsync(string run, long after = 0, CancellationToken cancellationToken = default) =>
        _watching.WatchAsync(run, after, cancellationToken);

    /// <summary>Waits for the end of a run.</summary>
    /// <returns>The run as it ended.</returns>
    public async Task<Run> EndAsync(string run, CancellationToken cancellationToken = default)
    {
        var now = await GetAsync(run, cancellationToken);
        if (now.HasEnded())
            return now;
        await foreach (var _ in WatchAsync(run, now.LastSeq, cancellationToken))
        {
            // The last one ends the watching.
        }

        return await GetAsync(run, cancellationToken);
    }

    /// <summary>Sends a run a signal that one of its steps waits for, or will wait for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The signal's name.</param>
    /// <param name="body">What it brings: any JSON; null for an empty object.</param>
    /// <param name="key">Makes it safe to repeat; null for a new signal every time.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> SignalAsync(string run, string name, JsonElement? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        TellAsync(run, "signals", new { name, body = body ?? JsonElement.Parse("{}") }, key, cancellationToken);

    /// <summary>Has a run start nothing new until it is resumed.</summary>
    public Task<RunAnswer> PauseAsync(string run, string? reason = null, CancellationToken cancellationToken = default) =>
        TellAsync(run, "pause", new { reason }, null, cancellationToken);

    /// <summary>Goes on with a run that was paused or failed; from a checkpoint or the number of an event when one is named.</summary>
    public Task<RunAnswer> ResumeAsync(string run, string? from = null, CancellationToken cancellationToken = default) =>
        TellAsync(run, "resume", new { from }, null, cancellationToken);

    /// <summary>Ends a run, and undoes what names how to undo it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> CancelAsync(string run, string? reason = null, CancellationToken cancellationToken = default) =>
        CancelAsync(run, reason, compensate: true, cancellationToken);

    /// <summary>Ends a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <param name="compensate">Whether what names how to undo it is undone.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> CancelAsync(string run, string? reason, bool compensate, CancellationToken cancellationToken = default) =>
        TellAsync(run, "cancel", new { reason, compensate }, null, cancellationToken);

    /// <summary>Makes a run that shares another's history up to an event, and goes its own way from there.</summary>
    /// <returns>The new run.</returns>
    public Task<Run> ForkAsync(string run, ForkRun fork, CancellationToken cancellationToken = default) =>
        _door.AskAsync<Run>(HttpMethod.Post, $"{PathOf(run)}/forks", fork, null, cancellationToken);

    /// <summary>Chooses a fork: the run that it was made of ends.</summary>
    public Task<RunAnswer> PromoteAsync(string fork, CancellationToken cancellationToken = default) =>
        TellAsync(fork, "promote", new { }, null, cancellationToken);

    /// <summary>Throws a fork away: it is ended, and removed with its history.</summary>
    public Task DiscardAsync(string fork, CancellationToken cancellationToken = default) =>
        _door.AskAsync<object?>(HttpMethod.Post, $"{PathOf(fork)}/discard", null, null, cancellationToken);

    /// <summary>Lists the runs that were made out of one, newest first; at most the newest 200.</summary>
    public async Task<IReadOnlyList<Run>> ForksAsync(string run, CancellationToken cancellationToken = default) =>
        (await _door.AskAsync<Page<Run>>(HttpMethod.Get, $"{PathOf(run)}/forks", null, null, cancellationToken)).Items;

    /// <summary>Compares two runs field by field.</summary>
    /// <param name="run">The one on the left.</param>
    /// <param name="other">The one on the right.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunDiff> DiffAsync(string run, string other, CancellationToken cancellationToken = default) =>
        _door.AskAsync<RunDiff>(HttpMethod.Get, $"{PathOf(run)}/diff{ApiDoor.Query(("with", other))}", null, null, cancellationToken);

    /// <summary>Lists the places of a run to come back to, the oldest first.</summary>
    public async Task<IReadOnlyList<Checkpoint>> CheckpointsAsync(string run, CancellationToken cancellationToken = default) =>
        (await _door.AskAsync<Page<Checkpoint>>(HttpMethod.Get, $"{PathOf(run)}/checkpoints", null, null, cancellationToken)).Items;

    /// <summary>Shows the definition that a run is pinned to.</summary>
    public Task<WorkflowText> DefinitionAsync(string run, CancellationToken cancellationToken = default) =>
        _door.AskAsync<WorkflowText>(HttpMethod.Get, $"{PathOf(run)}/definition", null, null, cancellationToken);

    private Task<RunAnswer> TellAsync(string run, string what, object body, string? key, CancellationToken cancellationToken) =>
        _door.AskAsync<RunAnswer>(HttpMethod.Post, $"{PathOf(run)}/{what}", body, key, cancellationToken);

    private static string PathOf(string run)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return $"runs/{Uri.EscapeDataString(run)}";
    }
}

/// <summary>A place of a run to come back to.</summary>
/// <param name="Seq">The last event that counts there.</param>
/// <param name="Name"><c>level-N</c> for those after a level of the graph; else the name that it was given.</param>
/// <param name="Automatic">Whether the engine made it.</param>
/// <param name="At">When it was reached.</param>
public sealed record Checkpoint(long Seq, string Name, bool Automatic, DateTimeOffset At);

/// <summary>What became of something that was asked of a run.</summary>
/// <param name="Run">The run as it is now.</param>
/// <param name="Applied">Whether it has taken effect; else the process that executes the run acts on it.</param>
public sealed record RunAnswer(Run Run, bool Applied);
