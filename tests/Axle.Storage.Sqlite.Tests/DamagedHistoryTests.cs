using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Rows that a damaged disk, or a hand, changed so that SQLite does not see it: they are named, and other runs are not affected.</summary>
public sealed class DamagedHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Hurt = new("run-hurt");
    private static readonly RunId Sound = new("run-sound");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-damaged-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("UPDATE workflow_events SET data = '[{x' WHERE execution = 1 AND seq = 2", "event 2 cannot be read")]
    [InlineData("UPDATE workflow_events SET data = '[{\"type\": \"nonsense\"}]' WHERE execution = 1 AND seq = 2", "event 2 cannot be read")]
    [InlineData("DELETE FROM workflow_events WHERE execution = 1 AND seq = 2", "events 2 to 2 are missing")]
    [InlineData("DELETE FROM workflow_events WHERE execution = 1 AND seq = 1", "events 1 to 1 are missing")]
    [InlineData("UPDATE payloads SET data = '{}'", "of event 1 is not what was stored")]
    [InlineData("DELETE FROM payloads", "is missing from the database")]
    public async Task A_damaged_history_is_named_and_the_others_can_be_read(string damage, string message)
    {
        await DamageAsync(damage);
        await using var store = SqliteRunStore.Open(Database);
        var fault = await Should.ThrowAsync<AxleException>(async () => await store.ReadEventsAsync(Hurt, 0, Cancellation));
        fault.Error.Kind.ShouldBe(ErrorKind.Internal);
        fault.Message.ShouldContain(message);
        fault.Message.ShouldContain("Restore the database from a backup");
        (await Should.ThrowAsync<AxleException>(async () => await store.OpenAsync(Hurt, Cancellation))).Message.ShouldBe(fault.Message);
        (await store.ReadEventsAsync(Sound, 0, Cancellation)).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("UPDATE workflow_events SET data = '[{x' WHERE execution = 1 AND seq = 2")]
    [InlineData("UPDATE payloads SET data = '{}'")]
    [InlineData("UPDATE workflow_executions SET status = 'nonsense' WHERE id = 1")]
    public async Task A_damaged_run_keeps_nobody_from_taking_up_the_others_and_is_held_by_nobody(string damage)
    {
        await DamageAsync(damage);
        await using var store = SqliteRunStore.Open(Database);
        foreach (var opened in await store.OpenDueAsync(Then, 10, Cancellation))
        {
            (opened.Damage is null).ShouldBe(opened.Row.Run == Sound);
            await store.ReleaseAsync(opened.Row.Run, opened.Epoch, Cancellation);
        }

        (await store.OpenAsync(Sound, Cancellation)).Events.Count.ShouldBe(3);
        await Should.ThrowAsync<AxleException>(async () => await store.OpenAsync(Hurt, Cancellation));
        await using var other = SqliteRunStore.Open(Database);
        (await Should.ThrowAsync<AxleException>(async () => await other.OpenAsync(Hurt, Cancellation))).Error.Kind.ShouldBe(ErrorKind.Internal);
    }

    [Fact]
    public async Task A_status_that_nobody_knows_is_named_with_its_run()
    {
        await DamageAsync("UPDATE workflow_executions SET status = 'nonsense' WHERE id = 1");
        await using var store = SqliteRunStore.Open(Database);
        var rows = await store.ListRunsAsync(RunQuery.Newest, Cancellation);
        rows.Single(static r => r.Run == Hurt).Fault!.ShouldStartWith("Run run-hurt has the status 'nonsense'");
        rows.Single(static r => r.Run == Sound).Fault.ShouldBeNull();
        (await Should.ThrowAsync<AxleException>(async () => await store.FindRunAsync(Hurt, Cancellation))).Message
            .ShouldStartWith("Run run-hurt has the status 'nonsense'");
        (await store.FindRunAsync(Sound, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public void A_disk_that_does_not_answer_is_told_from_a_broken_file()
    {
        var database = new SqliteDatabase(Database, TimeProvider.System);
        database.Explained(new SqliteFault(SqliteCode.IoError, "disk I/O error")).Message.ShouldContain("room and quota left");
        database.Explained(new SqliteFault(SqliteCode.Corrupt, "malformed")).Message.ShouldContain("Nothing was changed");
    }

    private async Task DamageAsync(string sql)
    {
        await using (var store = SqliteRunStore.Open(Database))
        {
            await WriteAsync(store, Hurt, 5_000);
            await WriteAsync(store, Sound, 10);
        }

        using var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(1));
        link.Execute(sql);
    }

    private static async Task WriteAsync(SqliteRunStore store, RunId run, int input)
    {
        RunEvent[] events =
        [
            new RunStarted("test", null, "hash", Payload.FromJson(System.Text.Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', input)}}"}""")), Payload.EmptyObject,
                System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, "test"),
            new StepSkipped("a", "because", Blocked: false),
            new StepSkipped("b", "because", Blocked: false),
        ];
        for (var seq = 1; seq <= events.Length; seq++)
        {
            var row = new RunRow(run, "test", "hash", RunStatus.Executing, seq, Then, Then, null);
            await store.AppendAsync(new RunAppend(run, 1, [new RecordedEvent(seq, Then, events[seq - 1])], row, [], []), Cancellation);
        }
    }
}
