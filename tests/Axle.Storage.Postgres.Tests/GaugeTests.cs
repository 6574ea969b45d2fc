using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Postgres.Tests;

/// <summary>What nodes tell of the database that they share.</summary>
public sealed class GaugeTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task What_writers_did_is_told_once_and_added_up_by_hour_with_the_size_at_its_beginning()
    {
        var (first, second) = (_database.Open(), _database.Open());
        await AppendAsync(first, "run-1", 5);
        await AppendAsync(second, "run-2", 3);
        await first.ReportLoadAsync([], Noon.AddMinutes(1), Cancellation);
        await second.ReportLoadAsync([], Noon.AddMinutes(2), Cancellation);
        await _database.RunAsync("UPDATE axle.database_minutes SET bytes = 7 WHERE bytes IS NOT NULL");
        await first.ReportLoadAsync([], Noon.AddMinutes(3), Cancellation);
        var hour = (await second.ListDatabaseHoursAsync(Noon, Cancellation)).ShouldHaveSingleItem();
        (hour.Hour, hour.Decisions, hour.MostInMinute, hour.Commits, hour.Bytes).ShouldBe((Noon, 8, 5, 8, 7));
        hour.Busy.ShouldBeGreaterThan(TimeSpan.Zero);
        await first.ReportLoadAsync([], Noon.AddHours(1), Cancellation);
        (await second.ListDatabaseHoursAsync(Noon, Cancellation))[1].Bytes!.Value.ShouldBeGreaterThan(1_000_000);
        await first.ReportLoadAsync([], Noon + ILoadStore.Kept + TimeSpan.FromHours(2), Cancellation);
        (await second.ListDatabaseHoursAsync(Noon, Cancellation)).ShouldHaveSingleItem().Decisions.ShouldBe(0);
    }

    [Fact]
    public async Task Writers_of_engines_that_live_are_counted_and_connections_of_all_clients()
    {
        var (engine, other) = (_database.Open(static o => o with { Writers = 3 }), _database.Open());
        (await other.MeasureDatabaseAsync(Cancellation)).Writers.ShouldBe(0);
        engine.Lease.TakesUp = true;
        await AppendAsync(engine, "run-1", 1);
        await AppendAsync(other, "run-2", 1);
        var now = await other.MeasureDatabaseAsync(Cancellation);
        now.Writers.ShouldBe(3);
        now.Bytes.ShouldBeGreaterThan(1_000_000);
        now.Connections.ShouldBeInRange(2, now.MostConnections);
        await _database.KillAsync(engine);
        (await other.MeasureDatabaseAsync(Cancellation)).Writers.ShouldBe(0);
    }

    private static async Task AppendAsync(PostgresRunStore store, string run, int decisions)
    {
        for (var seq = 1; seq <= decisions; seq++)
        {
            var row = new RunRow(new RunId(run), "test", "hash", RunStatus.Executing, seq, Noon, Noon, null);
            var happened = new RecordedEvent(seq, Noon, new StepSkipped("step", "because", Blocked: false));
            await store.AppendAsync(new RunAppend(row.Run, 1, [happened], row, [], []), Cancellation);
        }
    }
}
