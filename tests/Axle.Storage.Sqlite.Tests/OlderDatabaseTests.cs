using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Files that an earlier Axle wrote.</summary>
public sealed class OlderDatabaseTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Payload Large = Payload.FromJson(Encoding.UTF8.GetBytes($"\"{new string('x', 2 * Payload.InlineLimit)}\""));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-older-");
    private readonly StandingClock _time = new(Then.AddDays(1));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_of_version_1_is_read_and_gone_on_with()
    {
        WriteVersion1();
        await using var store = SqliteRunStore.Open(Database, _time);
        var opened = (await store.OpenDueAsync(Then, 10, Cancellation)).Single();
        opened.Row.ShouldBe(new RunRow(new RunId("run-old"), "deploy", "hash", RunStatus.Executing, 3, Then, Then.AddSeconds(3), Then.AddHours(1)));
        opened.Epoch.ShouldBe(4);
        opened.Events.Select(static e => e.Seq).ShouldBe([1, 2, 3]);
        opened.Events[1].At.ShouldBe(Then.AddSeconds(2));
        ((StepCompleted)opened.Events[2].Event).Output.Value.GetString().ShouldBe(Large.Value.GetString());
        opened.Signals.Select(static s => s.Id).ShouldBe(["s2", "s3"]);
        (await store.ListCheckpointsAsync(new RunId("run-old"), Cancellation)).Single().Name.ShouldBe("level-1");
        (await store.FindDefinitionAsync("hash", Cancellation))!.Name.ShouldBe("deploy");
        var end = new RunAppend(
            opened.Row.Run, opened.Epoch, [new RecordedEvent(4, Then.AddDays(1), new RunCancelled("test", null))],
            opened.Row with { Status = RunStatus.Cancelled, LastSeq = 4 }, [], ["s2", "s3"], Release: true);
        await store.AppendAsync(end, Cancellation);
        await store.SendSignalAsync(new RunSignal(opened.Row.Run, "s1", "pause", Payload.EmptyObject, "test", Then), Cancellation);
        (await store.ReadSignalsAsync(opened.Row.Run, Cancellation)).ShouldBeEmpty("s1 was known and consumed");
    }

    [Fact]
    public async Task The_payloads_of_version_1_go_with_their_last_run()
    {
        WriteVersion1();
        await using (var store = SqliteRunStore.Open(Database, _time))
        {
            (await store.DeleteRunAsync(new RunId("run-ended"), Cancellation)).ShouldBeTrue();
            var kept = (StepCompleted)(await store.ReadEventsAsync(new RunId("run-old"), 2, Cancellation)).Single().Event;
            kept.Output.Hash.ShouldBe(Large.Hash);
        }

        using var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(1));
        using var payloads = new Statement(link, "SELECT count(*) FROM payloads");
        payloads.Number().ShouldBe(1);
        link.Execute("UPDATE workflow_executions SET status = 'failed'");
        await using var again = SqliteRunStore.Open(Database, _time);
        (await again.DeleteRunAsync(new RunId("run-old"), Cancellation)).ShouldBeTrue();
        payloads.Number().ShouldBe(0);
    }

    [Fact]
    public async Task A_file_is_copied_before_its_tables_are_changed()
    {
        WriteVersion1();
        await using (var store = SqliteRunStore.Open(Database, _time))
            store.Backup.ShouldBe(Database + ".backup-v1-20300102T120000Z");
        using var copy = SqliteLink.Open(Database + ".backup-v1-20300102T120000Z", TimeSpan.FromSeconds(1));
        using var version = new Statement(copy, "PRAGMA user_version");
        version.Number().ShouldBe(1);
        using var events = new Statement(copy, "SELECT count(*) FROM workflow_events WHERE type <> ''");
        events.Number().ShouldBe(4);
        await using var again = SqliteRunStore.Open(Database, _time);
        again.Backup.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_file_needs_no_copy()
    {
        await using var store = SqliteRunStore.Open(Database, _time);
        store.Backup.ShouldBeNull();
        Directory.GetFiles(_folder.FullName, "*backup*").ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_brought_up_to_date_stays_as_it_was_and_the_copy_is_named()
    {
        WriteVersion1();
        using (var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(1)))
            link.Execute("DROP TABLE workflow_signals");
        var fault = Should.Throw<AxleException>(() => SqliteRunStore.Open(Database, _time));
        fault.Message.ShouldContain(".backup-v1-20300102T120000Z");
        using var after = SqliteLink.Open(Database, TimeSpan.FromSeconds(1));
        using var version = new Statement(after, "PRAGMA user_version");
        version.Number().ShouldBe(1);
        using var events = new Statement(after, "SELECT count(*) FROM workflow_events WHERE type <> ''");
        events.Number().ShouldBe(4);
    }

    [Fact]
    public async Task A_newer_file_is_refused()
    {
        await SqliteRunStore.Open(Database, _time).DisposeAsync();
        using (var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(1)))
            link.Execute("PRAGMA user_version = 1000");
        Should.Throw<AxleException>(() => SqliteRunStore.Open(Database, _time)).Message.ShouldContain("tables of version 1000");
    }

    [Fact]
    public async Task Of_many_that_open_an_older_file_at_once_one_brings_it_up_to_date()
    {
        WriteVersion1();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SqliteRunStore.Open(Database, _time), Cancellation)));
        stores.Count(static s => s.Backup is not null).ShouldBe(1);
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    /// <summary>A file as version 1 wrote it: a run whose process died, and one that ended and used the same payload.</summary>
    private void WriteVersion1()
    {
        SqliteLibrary.Use();
        using var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(1));
        link.Execute("PRAGMA journal_mode = WAL");
        link.Execute(SchemaVersions.Steps[0]);
        var reference = $$"""{"ref":"{{Large.Hash}}","size":{{Large.Size}} }""";
        link.Execute($$$$"""
            PRAGMA user_version = 1;
            INSERT INTO workflows VALUES ('hash', 'deploy', '1.0.0', '{"name":"deploy"}');
            INSERT INTO workflow_executions VALUES
                (1, 'run-old', 'deploy', 'hash', 'executing', 3, {{{{At(0)}}}}, {{{{At(3)}}}}, {{{{At(3600)}}}}, 'process 1 on nowhere (00000000)', 3),
                (2, 'run-ended', 'deploy', 'hash', 'completed', 1, {{{{At(0)}}}}, {{{{At(3)}}}}, NULL, NULL, 1);
            INSERT INTO workflow_events (execution, seq, at, type, data) VALUES
                (1, 1, {{{{At(1)}}}}, 'run-started', '{"type":"run-started","workflow":"deploy","definition":"hash","inputs":{"json":{}},"variables":{"json":{}},"attributes":{},"by":"test"}'),
                (1, 2, {{{{At(2)}}}}, 'step-started', '{"type":"step-started","path":"a","attempt":1,"input":{"json":{"x":1}}}'),
                (2, 1, {{{{At(2)}}}}, 'run-completed', '{"type":"run-completed","outputs":{{{{reference}}}} }'),
                (1, 3, {{{{At(3)}}}}, 'step-completed', '{"type":"step-completed","path":"a","attempt":1,"output":{{{{reference}}}},"decisions":[]}');
            INSERT INTO workflow_checkpoints VALUES (1, 3, 'level-1', 1, {{{{At(3)}}}});
            INSERT INTO workflow_signals VALUES
                ('run-old', 's1', 'pause', '{}', 'test', {{{{At(1)}}}}, 1),
                ('run-old', 's3', 'resume', '{}', 'test', {{{{At(3)}}}}, 0),
                ('run-old', 's2', 'pause', '{"reason":"why not"}', 'test', {{{{At(2)}}}}, 0);
            """);
        using var payload = new Statement(link, "INSERT INTO payloads (hash, data) VALUES (?1, ?2)");
        payload.Run(Large.Hash, (ReadOnlyMemory<byte>)Large.Utf8().ToArray());
    }

    private static string At(int seconds) => Then.AddSeconds(seconds).UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
