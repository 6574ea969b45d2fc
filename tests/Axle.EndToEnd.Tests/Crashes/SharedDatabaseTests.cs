using Axle.CrashHost.Torture;
using Axle.Storage.Postgres;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>Real processes on one real PostgreSQL: some are killed, some are stopped and come back as ghosts.</summary>
public sealed class SharedDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-shared-");
    private readonly string _database;

    public SharedDatabaseTests()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        _database = PostgresServer.Shared.CreateDatabase();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(Timeout = 600_000)]
    public async Task A_run_whose_process_is_killed_is_taken_up_by_another_and_completes()
    {
        var run = new RunId("run-killed");
        using var heir = CrashHost.Start("heir", _database, run);
        await heir.ReadAsync(1, Cancellation);
        using (var victim = CrashHost.Start("stall", _database, run))
        {
            await victim.ReadAsync(12, Cancellation);
            await victim.KillAsync(Cancellation);
        }

        var said = await heir.ReadAsync(int.MaxValue, Cancellation);
        said[^1].ShouldBe("ended Completed");
        said.ShouldContain(static l => l.StartsWith("begin ", StringComparison.Ordinal));
        await CheckAsync(run);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_process_that_was_stopped_for_longer_than_its_lease_comes_back_as_a_ghost_and_records_nothing()
    {
        var run = new RunId("run-ghost");
        using var heir = CrashHost.Start("heir", _database, run);
        await heir.ReadAsync(1, Cancellation);
        using var ghost = CrashHost.Start("stall", _database, run);
        await ghost.ReadAsync(12, Cancellation);
        ghost.Signal("STOP");
        (await heir.ReadAsync(int.MaxValue, Cancellation))[^1].ShouldBe("ended Completed");
        var before = await EventsAsync(run);
        // What it was about to do it does when it is back.
        ghost.Release();
        ghost.Signal("CONT");
        (await ghost.ReadAsync(int.MaxValue, Cancellation))[^1].ShouldBe("let go");
        (await ghost.WaitAsync(Cancellation)).ShouldBe(6);
        (await EventsAsync(run)).Count.ShouldBe(before.Count);
        await CheckAsync(run);
    }

    [Fact(Timeout = 600_000)]
    public async Task Three_processes_that_are_killed_again_and_again_lose_nothing_and_record_nothing_twice()
    {
        var files = new TortureFiles(_folder.FullName);
        files.UsePostgres(_database);
        var verdict = await new TortureDriver(files, TortureCases.All, hosts: 3, seed: 20261129).RunAsync(static kills => kills < 8, Cancellation);
        verdict.Faults.ShouldBeEmpty();
        verdict.Kills.ShouldBe(8);
        verdict.Runs.ShouldBeGreaterThan(8);
    }

    private async Task CheckAsync(RunId run)
    {
        await using var store = PostgresRunStore.Open(new PostgresOptions(_database));
        var row = (await store.FindRunAsync(run, Cancellation))!;
        row.Status.ShouldBe(RunStatus.Completed);
        var events = await store.ReadEventsAsync(run, 0, Cancellation);
        Invariants.Check(new DefinitionLoader().Load((await store.FindDefinitionAsync(row.Definition, Cancellation))!), row, events);
        events.Select(static e => e.Event).OfType<StepCompleted>().Select(static c => c.Path).ShouldBeUnique();
        events.Count(static e => e.Event is StepCompleted).ShouldBe(40);
    }

    private async Task<IReadOnlyList<RecordedEvent>> EventsAsync(RunId run)
    {
        await using var store = PostgresRunStore.Open(new PostgresOptions(_database));
        return await store.ReadEventsAsync(run, 0, Cancellation);
    }
}
