using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Postgres.Tests;

/// <summary>Two processes on one kind of store that do what they are told, and say in one line what came of it.</summary>
internal sealed class HistoryPlayer(string name, Func<IRunStore> open, Func<IRunStore, Task> kill)
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly IRunStore?[] _stores = new IRunStore?[2];

    public string Name => name;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<string> PlayAsync(StoreCommand command)
    {
        var store = _stores[command.Process] ??= open();
        var run = new RunId(command.Run);
        try
        {
            return command.Kind switch
            {
                StoreCommandKind.Append => await AppendAsync(store, command),
                StoreCommandKind.Claim => $"epoch {await store.ClaimAsync(run, Cancellation)}",
                StoreCommandKind.Open => Said([await store.OpenAsync(run, Cancellation)]),
                StoreCommandKind.Release => await ReleaseAsync(store, command),
                StoreCommandKind.Signal => await SignalAsync(store, command),
                StoreCommandKind.OpenDue => Said(await store.OpenDueAsync(Then.AddHours(command.Hour), 100, Cancellation)),
                StoreCommandKind.Delete => $"removed {await store.DeleteRunAsync(run, Cancellation)}",
                StoreCommandKind.Purge => $"purged {await store.PurgeAsync(Then.AddSeconds(command.Seq), 100, Cancellation)}",
                StoreCommandKind.Kill => await KillAsync(command.Process),
                _ => await LookAsync(store, run),
            };
        }
        catch (AxleException refused)
        {
            return $"refused {refused.Error.Kind}";
        }
        catch (RunHeldException)
        {
            return "held";
        }
        catch (Exception refused) when (refused is RunConflictException or GroupFullException)
        {
            // Where both are true, each store may say either.
            return "refused";
        }
    }

    private static async Task<string> AppendAsync(IRunStore store, StoreCommand command)
    {
        var events = Enumerable.Range(1, command.Events).Select(i => new RecordedEvent(command.Seq + i, Then.AddSeconds(command.Seq), Event(command, i)));
        var row = new RunRow(
            new RunId(command.Run), "test", "hash", command.Status, command.Seq + command.Events, Then, Then.AddSeconds(command.Seq + command.Events),
            command.WakeAfter is { } hours ? Then.AddHours(hours) : null, command.Group, command.Group is null ? 0 : 2, null, command.Attention);
        var begins = command.Group is not null && command.Status is RunStatus.Executing;
        await store.AppendAsync(
            new RunAppend(
                row.Run, command.Epoch, [.. events], row, command.Large && command.Events > 0 ? [new RunCheckpoint(row.LastSeq, "here", true, Then)] : [],
                command.Hour == 0 ? [command.Signal] : [], command.Release, begins ? new GroupAdmission(command.Group!, 2) : null,
                command.Hour == 1 ? new RunSnapshot(row.LastSeq, new byte[] { 1, 2, (byte)row.LastSeq }) : null),
            Cancellation);
        return $"stored {row}";
    }

    private static StepCompleted Event(StoreCommand command, int number) => new(
        $"s{command.Seq + number}", 1,
        Payload.FromJson(JsonSerializer.SerializeToUtf8Bytes(new string('x', command.Large ? 2 * Payload.InlineLimit : 3))), []);

    private static async Task<string> ReleaseAsync(IRunStore store, StoreCommand command)
    {
        await store.ReleaseAsync(new RunId(command.Run), command.Epoch, Cancellation);
        return "released";
    }

    private static async Task<string> SignalAsync(IRunStore store, StoreCommand command)
    {
        var signal = new RunSignal(new RunId(command.Run), command.Signal, "go", Payload.EmptyObject, "test", Then.AddSeconds(command.Number));
        await store.SendSignalAsync(signal, Cancellation);
        return "sent";
    }

    private async Task<string> KillAsync(int process)
    {
        await kill(_stores[process]!);
        _stores[process] = null;
        return "killed";
    }

    private static async Task<string> LookAsync(IRunStore store, RunId run)
    {
        var events = await store.ReadEventsAsync(run, 0, Cancellation);
        var rows = await store.ListRunsAsync(RunQuery.Newest, Cancellation);
        var waiting = await store.ListRunsAsync(new RunQuery([RunStatus.Paused, RunStatus.Executing], Attention: RunAttention.Approval), Cancellation);
        var checkpoints = await store.ListCheckpointsAsync(run, Cancellation);
        var signals = await store.ReadSignalsAsync(run, Cancellation);
        return string.Join(
            '\n', [.. events.Select(Said), .. rows.Select(static r => r.ToString()), "--", .. waiting.Select(static r => r.ToString()),
                .. checkpoints.Select(static c => c.ToString()), .. signals.Select(static s => s.Id)]);
    }

    private static string Said(RecordedEvent e)
    {
        var payloads = e.Event.GetPayloads().Select(static p => $"{p.Hash} {p.IsResolved}");
        return $"{e.Seq} {e.At:O} {System.Text.Encoding.UTF8.GetString(RunEventJson.Write(e.Event))} {string.Join(' ', payloads)}";
    }

    /// <summary>Run, epoch and last event first, as what comes later builds on it.</summary>
    private static string Said(IReadOnlyList<OpenedRun> opened) =>
        "opened " + string.Concat(opened.OrderBy(static o => o.Row.Run.Value, StringComparer.Ordinal).Select(Said));

    private static string Said(OpenedRun o)
    {
        var events = string.Join(',', o.Events.Select(static e => e.Seq));
        var signals = string.Join(',', o.Signals.Select(static s => s.Id));
        return $"|{o.Row.Run} {o.Epoch} {o.Row.LastSeq} {o.Row} {o.Snapshot?.Seq} {events} {signals}";
    }
}
