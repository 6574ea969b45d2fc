using System.Collections.Immutable;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Postgres.Tests;

/// <summary>How the database goes about what it is told, before it has counted its tables.</summary>
public sealed class PlanTests : IAsyncDisposable
{
    private const int Runs = 40;
    private const int Decisions = 15;
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task A_new_database_never_reads_all_runs_to_write_of_one()
    {
        var store = _database.Open();
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => store.AppendAsync(Decision(i, 1), Cancellation).AsTask()));
        for (var seq = 2; seq <= Decisions; seq++)
            await Task.WhenAll(Enumerable.Range(0, Runs).Select(i => store.AppendAsync(Decision(i, seq), Cancellation).AsTask()));
        await store.DisposeAsync();
        // A session says what it did when it ends, and that takes a moment.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await CountAsync("n_tup_upd") < Runs)
            await timer.WaitForNextTickAsync(Cancellation);
        (await CountAsync("seq_tup_read")).ShouldBe(0);
        (await _database.RunAsync("SELECT count(*) FROM axle.events")).ShouldBe((long)Runs * Decisions);
    }

    private async Task<long> CountAsync(string what) =>
        (long)(await _database.RunAsync($"SELECT {what} FROM pg_stat_user_tables WHERE schemaname = 'axle' AND relname = 'runs'"))!;

    private static RunAppend Decision(int number, int seq)
    {
        RunEvent happened = seq == 1
            ? new RunStarted("test", null, "hash", Payload.EmptyObject, Payload.EmptyObject, ImmutableDictionary<string, string>.Empty, "test")
            : new StepSkipped("step", "because", Blocked: false);
        var row = new RunRow(
            new RunId($"run-{number}"), "test", "hash", seq == Decisions ? RunStatus.Completed : RunStatus.Executing, seq, Then, Then.AddSeconds(seq), null);
        return new RunAppend(row.Run, 1, [new RecordedEvent(seq, Then, happened)], row, [], []);
    }
}
