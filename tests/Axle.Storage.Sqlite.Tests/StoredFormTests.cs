using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Values that lie in the file in another form than JSON.</summary>
public sealed class StoredFormTests : IDisposable
{
    private const string Secret = "the launch code is 1234";
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Run = new("run-1");
    private static readonly Payload Small = Of(Secret);
    private static readonly Payload Large = Of(Secret + new string('x', 2 * Payload.InlineLimit));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-form-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_codec_wrote_it_reads_back()
    {
        await using (var store = SqliteRunStore.Open(Database, new Mirror()))
            await WriteAsync(store);
        await using var again = SqliteRunStore.Open(Database, new Mirror());
        var opened = (await again.OpenDueAsync(Then, 10, Cancellation)).Single();
        opened.Events.Select(static e => ((VariablesSet)e.Event).Values.Hash).ShouldBe([Small.Hash, Large.Hash]);
        opened.Events.ShouldAllBe(static e => ((VariablesSet)e.Event).Values.Value.GetString()!.StartsWith(Secret, StringComparison.Ordinal));
        opened.Signals.Single().Body.Hash.ShouldBe(Small.Hash);
        (await again.FindValueAsync("cache", "a", Then, Cancellation))!.Value.Hash.ShouldBe(Small.Hash);
    }

    [Fact]
    public async Task Nothing_of_what_a_codec_hides_is_in_the_file()
    {
        await using (var store = SqliteRunStore.Open(Database, new Mirror()))
        {
            await WriteAsync(store);
            await store.AppendAsync(Append(3, Small) with { Snapshot = new RunSnapshot(3, Encoding.UTF8.GetBytes(Secret)) }, Cancellation);
        }

        foreach (var file in Directory.GetFiles(_folder.FullName))
            (await File.ReadAllBytesAsync(file, Cancellation)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)).ShouldBe(-1, file);
    }

    [Theory]
    [InlineData(ErrorKind.Validation)]
    [InlineData(ErrorKind.Authentication)]
    [InlineData(ErrorKind.Refused)]
    public async Task What_a_codec_cannot_read_is_damage_and_no_fault_of_who_asks(ErrorKind kind)
    {
        await using (var store = SqliteRunStore.Open(Database, new Mirror()))
            await WriteAsync(store);
        await using var again = SqliteRunStore.Open(Database, new Mirror(kind));

        var fault = await Should.ThrowAsync<AxleException>(() => again.ReadEventsAsync(Run, 0, Cancellation).AsTask());

        fault.Error.Kind.ShouldBe(ErrorKind.Internal);
        fault.Message.ShouldContain("The key 'first' is not there.");
        (await Should.ThrowAsync<AxleException>(() => again.FindValueAsync("cache", "a", Then, Cancellation).AsTask())).Error.Kind.ShouldBe(ErrorKind.Internal);
    }

    [Fact]
    public async Task A_codec_may_come_later()
    {
        await using (var store = SqliteRunStore.Open(Database))
            await WriteAsync(store);
        await using var again = SqliteRunStore.Open(Database, new Mirror());
        (await again.ReadEventsAsync(Run, 0, Cancellation)).Count.ShouldBe(2);
        (await again.ReadSignalsAsync(Run, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_codec_it_is_said_what_is_missing()
    {
        await using (var store = SqliteRunStore.Open(Database, new Mirror()))
            await WriteAsync(store);
        await using var again = SqliteRunStore.Open(Database);
        var fault = await Should.ThrowAsync<AxleException>(() => again.ReadEventsAsync(Run, 0, Cancellation).AsTask());
        fault.Message.ShouldContain("compressed or encrypted");
        (await again.FindRunAsync(Run, Cancellation)).ShouldNotBeNull("what lists show stays readable");
    }

    [Fact]
    public async Task Without_a_codec_events_are_JSON_that_a_person_can_read()
    {
        await using (var store = SqliteRunStore.Open(Database))
            await WriteAsync(store);
        using var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(1));
        using var data = new Statement(link, "SELECT typeof(data), data FROM workflow_events ORDER BY id");
        data.List(static r => r.Text(0) + " " + r.Text(1))[0]
            .ShouldBe($$$"""text [{"type":"variables-set","path":"a","values":{"json":"{{{Secret}}}"}}]""");
    }

    [Fact]
    public async Task Events_of_one_decision_keep_their_own_times()
    {
        await using var store = SqliteRunStore.Open(Database);
        var events = Enumerable.Range(1, 5).Select(i => new RecordedEvent(i, Then.AddTicks(i), new VariablesSet("a", Of($"at {i}")))).ToArray();
        await store.AppendAsync(Append(1, Small) with { Events = [.. events], Row = Append(5, Small).Row with { UpdatedAt = Then.AddTicks(2) } }, Cancellation);
        var read = await store.ReadEventsAsync(Run, 0, Cancellation);
        read.Select(static e => (e.Seq, e.At)).ShouldBe(events.Select(static e => (e.Seq, e.At)));
        read.Select(static e => ((VariablesSet)e.Event).Values.Value.GetString()).ShouldBe(["at 1", "at 2", "at 3", "at 4", "at 5"]);
        (await store.ReadEventsAsync(Run, 2, 2, Cancellation)).Select(static e => e.Seq).ShouldBe([3, 4]);
    }

    private static async Task WriteAsync(SqliteRunStore store)
    {
        await store.AppendAsync(Append(1, Small), Cancellation);
        await store.AppendAsync(Append(2, Large), Cancellation);
        await store.SendSignalAsync(new RunSignal(Run, "s1", RunSignals.Pause, Small, "test", Then), Cancellation);
        await store.PutValueAsync("cache", "a", Small, null, null, Cancellation);
    }

    private static RunAppend Append(long seq, Payload payload) => new(
        Run, 1, [new RecordedEvent(seq, Then, new VariablesSet("a", payload))],
        new RunRow(Run, "test", "hash", RunStatus.Executing, seq, Then, Then, null), [], []);

    private static Payload Of(string text) => Payload.FromJson(Encoding.UTF8.GetBytes($"\"{text}\""));

    /// <summary>Turns every byte around, and marks what it turned.</summary>
    private sealed class Mirror(ErrorKind? fault = null) : IPayloadCodec
    {
        private const byte Mark = 1;

        public byte[] Encode(ReadOnlySpan<byte> plain)
        {
            var stored = new byte[plain.Length + 1];
            stored[0] = Mark;
            for (var i = 0; i < plain.Length; i++)
                stored[i + 1] = (byte)~plain[i];
            return stored;
        }

        public byte[] Decode(ReadOnlySpan<byte> stored)
        {
            if (fault is { } kind)
                throw new AxleException(kind, "The key 'first' is not there.");
            if (stored.IsEmpty || stored[0] != Mark)
                return stored.ToArray();
            var plain = stored[1..].ToArray();
            for (var i = 0; i < plain.Length; i++)
                plain[i] = (byte)~plain[i];
            return plain;
        }
    }
}
