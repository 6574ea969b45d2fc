using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Runs.Snapshots;

namespace Axle.Workflows.Engine;

/// <summary>Reads runs back: their histories, and the states that these fold to at any event.</summary>
/// <param name="store">Where runs live.</param>
/// <param name="definitions">Reads back the definitions that runs are pinned to.</param>
public sealed class RunReader(IRunStore store, IDefinitionLoader definitions)
{
    /// <summary>Events that are read at once: as many as a decision has, so that each is read once.</summary>
    private const int Piece = Decision.Enough;

    /// <summary>A run's history.</summary>
    /// <exception cref="AxleException">There is no such run.</exception>
    public async ValueTask<IReadOnlyList<RecordedEvent>> HistoryAsync(RunId run, CancellationToken cancellationToken)
    {
        var events = await store.ReadEventsAsync(run, 0, cancellationToken);
        return events.Count > 0 ? events : throw NoSuchRun(run);
    }

    /// <summary>The state of a run after an event.</summary>
    /// <param name="run">The run.</param>
    /// <param name="at">Sequence number of the event; null for the last one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AxleException">There is no such run, or a definition cannot be read by this version.</exception>
    public async ValueTask<RunState> StateAsync(RunId run, long? at, CancellationToken cancellationToken)
    {
        var events = await store.ReadEventsAsync(run, 0, Piece, cancellationToken);
        var state = events.Count < Piece ? null : await FoldLongAsync(run, events, at ?? long.MaxValue, cancellationToken);
        if (state is null)
        {
            events = events.Count is > 0 and < Piece ? events : await HistoryAsync(run, cancellationToken);
            state = await FoldAsync(run, events, at ?? long.MaxValue, cancellationToken);
        }

        return at is null || (at > 0 && at == state.LastSeq)
            ? state
            : throw new AxleException(ErrorKind.NotFound, $"Run {run} has events 1 to {Math.Max(state.LastSeq, events.Count)}, and no event {at}.");
    }

    /// <summary>Folds a long history piece by piece, so that it need not fit into memory as a whole.</summary>
    /// <returns>Null when the run went back or was migrated: then an event may change what those before it mean.</returns>
    private async ValueTask<RunState?> FoldLongAsync(RunId run, IReadOnlyList<RecordedEvent> first, long upTo, CancellationToken cancellationToken)
    {
        var history = new RunHistory(await LoadAsync(run, first, cancellationToken));
        RunState? state = null;
        for (var events = first; events.Count > 0; events = await store.ReadEventsAsync(run, events[^1].Seq, Piece, cancellationToken))
        {
            var piece = events;
            var count = (int)Math.Min(piece.Count, upTo - piece[0].Seq + 1);
            if (count <= 0)
                break;
            if (piece.Take(count).Any(static e => e.Event is RunRolledBack or RunMigrated))
                return null;
            var before = state;
            state = Explained(run, () => before is null ? history.Fold(run, piece, count) : history.Continue(before, piece, 0, count));
        }

        return state;
    }

    /// <summary>Where an opened run stands: its snapshot, if it has one, and the events after it.</summary>
    /// <exception cref="AxleException">A definition is not there, or cannot be read by this version.</exception>
    public async ValueTask<RunState> FoldAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var run = opened.Row.Run;
        if (opened.Snapshot is not { } snapshot)
            return await FoldAsync(run, opened.Events, long.MaxValue, cancellationToken);
        var state = await RestoreAsync(run, snapshot, opened.Events, cancellationToken)
            ?? await FoldAsync(run, await HistoryAsync(run, cancellationToken), long.MaxValue, cancellationToken);
        state.Stored = (snapshot.Seq, snapshot.Data.Length);
        return state;
    }

    /// <returns>Null when the events alone must tell: another version took the snapshot, or the run went back or was migrated since.</returns>
    private async ValueTask<RunState?> RestoreAsync(
        RunId run, RunSnapshot snapshot, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        if (StateJson.Read(snapshot.Data.Span) is not { } data || events.Any(static e => e.Event is RunRolledBack or RunMigrated))
            return null;
        var loaded = new Dictionary<string, Workflow>(StringComparer.Ordinal);
        await LoadAsync(run, data.Definition, data.UsesByName(), loaded, cancellationToken);
        var definitions = new Loaded(loaded);
        return Explained(run, () =>
        {
            var state = StateRestoring.Restore(run, data, definitions.Of(data.Definition, data.UsesByName()));
            return new RunHistory(definitions).Continue(state, events, 0, events.Count);
        });
    }

    /// <summary>The state after the last of the events, or after event <paramref name="upTo"/>.</summary>
    /// <exception cref="AxleException">A definition is not there, or cannot be read by this version.</exception>
    public async ValueTask<RunState> FoldAsync(RunId run, IReadOnlyList<RecordedEvent> events, long upTo, CancellationToken cancellationToken)
    {
        var history = new RunHistory(await LoadAsync(run, events, cancellationToken));
        return Explained(run, () => history.Fold(run, events, upTo));
    }

    /// <summary>The places of a run to come back to, oldest first: those that were named, and <c>level-N</c> after every level of its graph.</summary>
    /// <exception cref="AxleException">There is no such run.</exception>
    public async ValueTask<IReadOnlyList<RunCheckpoint>> CheckpointsAsync(RunId run, CancellationToken cancellationToken)
    {
        var events = await HistoryAsync(run, cancellationToken);
        var history = new RunHistory(await LoadAsync(run, events, cancellationToken));
        return Explained<RunCheckpoint[]>(run, () => [.. history.Checkpoints(run, events)]);
    }

    internal static AxleException NoSuchRun(RunId run) =>
        new(ErrorKind.NotFound, $"There is no run {run}. 'ax workflow list' shows the runs there are.");

    /// <summary>The definitions that a history names, at hand.</summary>
    private async ValueTask<IPinnedDefinitions> LoadAsync(RunId run, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var loaded = new Dictionary<string, Workflow>(StringComparer.Ordinal);
        await LoadAsync(run, events[0].Event is RunQueued queued ? queued.Begin : events[0].Event, loaded, cancellationToken);
        for (var i = 1; i < events.Count; i++)
        {
            if (events[i].Event is RunMigrated)
                await LoadAsync(run, events[i].Event, loaded, cancellationToken);
        }

        return new Loaded(loaded);
    }

    private async ValueTask LoadAsync(RunId run, RunEvent named, Dictionary<string, Workflow> loaded, CancellationToken cancellationToken)
    {
        var (hash, uses) = named switch
        {
            RunStarted started => (started.Definition, started.Uses),
            RunMigrated migrated => (migrated.Definition, migrated.Uses),
            _ => throw new AxleException(ErrorKind.Internal, $"The history of run {run} does not begin with how it began. Restore the database from a backup."),
        };
        await LoadAsync(run, hash, uses, loaded, cancellationToken);
    }

    private async ValueTask LoadAsync(
        RunId run, string hash, ImmutableDictionary<string, string>? uses, Dictionary<string, Workflow> loaded, CancellationToken cancellationToken)
    {
        await LoadAsync(run, hash, loaded, cancellationToken);
        foreach (var used in uses?.Values ?? [])
            await LoadAsync(run, used, loaded, cancellationToken);
    }

    private async ValueTask LoadAsync(RunId run, string hash, Dictionary<string, Workflow> loaded, CancellationToken cancellationToken)
    {
        if (loaded.ContainsKey(hash))
            return;
        loaded[hash] = definitions.Known(hash) ?? definitions.Load(await store.FindDefinitionAsync(hash, cancellationToken)
            ?? throw new AxleException(ErrorKind.Internal, $"The definition {hash} of run {run} is not in the store. Restore the database from a backup, or start the workflow anew from its file."));
    }

    /// <summary>The fold trusts what the engine wrote, and does not say in words what is wrong with anything else.</summary>
    private static T Explained<T>(RunId run, Func<T> fold)
    {
        try
        {
            return fold();
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or ArgumentException or NullReferenceException
            or FormatException or IndexOutOfRangeException or JsonException)
        {
            throw new AxleException(
                ErrorKind.Internal,
                $"The history of run {run} makes no sense to this version of Axle: {exception.Message} It is damaged, or a newer version wrote it: "
                + "restore the database from a backup, or use that version. Other runs can be gone on with.",
                exception);
        }
    }

    private sealed class Loaded(Dictionary<string, Workflow> byHash) : IPinnedDefinitions
    {
        public PinnedWorkflows Of(string definition, ImmutableDictionary<string, string>? uses) => uses is null
            ? new PinnedWorkflows(byHash[definition])
            : new PinnedWorkflows(
                byHash[definition],
                uses.ToImmutableDictionary(static u => u.Key, u => byHash[u.Value]),
                workflow => byHash.First(d => ReferenceEquals(d.Value, workflow)).Key);
    }
}
