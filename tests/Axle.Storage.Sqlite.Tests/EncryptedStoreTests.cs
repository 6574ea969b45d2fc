using System.Security.Cryptography;
using System.Text;
using Axle.Conformance;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>The whole contract of a store again, with everything compressed and encrypted.</summary>
public sealed class EncryptedStoreTests : RunStoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-encrypted-");
    private readonly List<SqliteRunStore> _open = [];
    private readonly string _old = Line("old");
    private readonly string _new = Line("new");

    private string FilePath => Path.Combine(_folder.FullName, "axle.db");

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_written_with_an_old_key_is_read_with_it_and_with_no_other()
    {
        await WriteAsync(Open(_old));
        (await ReadAsync(Open(_new + "\n" + _old))).ShouldContain("whisper");
        (await Should.ThrowAsync<AxleException>(() => ReadAsync(Open(_new)))).Message.ShouldContain("'old'");
    }

    [Fact]
    public async Task Everything_is_brought_under_the_new_key_and_the_old_one_can_go()
    {
        var store = Open(_old);
        await WriteAsync(store);
        var codec = Codec(_new + "\n" + _old);
        (await store.RecodeAsync(codec, TestContext.Current.CancellationToken)).ShouldSatisfyAllConditions(
            r => r.Read.ShouldBe(ExpectedValues + 1), r => r.Written.ShouldBe(ExpectedValues - TenantsValues + 1), r => r.Failed.ShouldBe(0));
        (await store.RecodeAsync(codec, TestContext.Current.CancellationToken)).Written.ShouldBe(0);
        (await ReadAsync(Open(_new))).ShouldContain("whisper");
        (await store.RecodeAsync(Codec(_old), TestContext.Current.CancellationToken)).ShouldSatisfyAllConditions(
            r => r.Failed.ShouldBe(ExpectedValues - TenantsValues + 1), r => r.Faults[0].Error.Message.ShouldContain("'new'"));
    }

    [Fact]
    public async Task Encryption_is_switched_on_and_off_for_what_is_there()
    {
        var plain = SqliteRunStore.Open(FilePath);
        _open.Add(plain);
        await WriteAsync(plain);
        (await plain.RecodeAsync(Codec(_old), TestContext.Current.CancellationToken)).Written.ShouldBe(ExpectedValues);
        (await ReadAsync(Open(_old))).ShouldContain("whisper");
        var off = new PayloadCodec(new PayloadCodecOptions { Keys = PayloadKeys.Parse(_old, "test"), Encrypt = false, Compress = false });
        (await plain.RecodeAsync(off, TestContext.Current.CancellationToken)).Written.ShouldBe(ExpectedValues);
        (await ReadAsync(plain)).ShouldContain("whisper");
    }

    [Fact]
    public async Task What_was_said_stands_nowhere_in_the_file()
    {
        var store = Open(_old);
        await WriteAsync(store);
        await store.DisposeAsync();
        _open.Remove(store);
        foreach (var file in _folder.GetFiles())
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken)).ShouldNotContain("whisper");
    }

    protected override IRunStore Open() => Open(_old);

    protected override async ValueTask KillAsync(IRunStore store)
    {
        var dying = (SqliteRunStore)store;
        _open.Remove(dying);
        await dying.DisposeAsync();
    }

    /// <summary>A run's events, its large output, a snapshot and a signal; two shared values; as many others as a pass takes in two pieces.</summary>
    private const int ExpectedValues = 4 + 2 + 150;

    /// <summary>Those of the run: a new master key wraps the key of its tenant, one value more, and leaves them as they are.</summary>
    private const int TenantsValues = 4;

    private static async Task WriteAsync(SqliteRunStore store)
    {
        await WriteRunAsync(store);
        for (var i = 0; i < 150; i++)
            await store.PutValueAsync("many", $"{i}", Payload.FromJson("\"whisper\""u8), null, null, TestContext.Current.CancellationToken);
        await store.PutValueAsync("space", "small", Payload.FromJson("\"whisper\""u8), null, null, TestContext.Current.CancellationToken);
        var large = Payload.FromJson(Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat("whisper ", 2_000))}\""));
        await store.PutValueAsync("space", "large", large, null, null, TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadAsync(SqliteRunStore store)
    {
        var events = await store.ReadEventsAsync(new RunId("run-secret"), 0, TestContext.Current.CancellationToken);
        ((StepCompleted)events[0].Event).Output.Value.GetString().ShouldStartWith("whisper");
        var values = await store.ListValuesAsync("space", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);
        return string.Concat(values.Select(static v => v.Value.ToString()));
    }

    private static string Line(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(PayloadKeys.KeyLength))}";

    private static async Task WriteRunAsync(SqliteRunStore store)
    {
        var run = new RunId("run-secret");
        var at = DateTimeOffset.UnixEpoch;
        var output = Payload.FromJson(Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat("whisper ", 1_000))}\""));
        RecordedEvent[] events = [new(1, at, new StepCompleted("a", 1, output, []))];
        var row = new RunRow(run, "w", "d", RunStatus.Completed, 1, at, at, null);
        await store.AppendAsync(
            new RunAppend(run, 1, [.. events], row, [], [], Snapshot: new RunSnapshot(1, "{\"a\":\"whisper\"}"u8.ToArray())),
            TestContext.Current.CancellationToken);
        await store.SendSignalAsync(
            new RunSignal(run, "s", "news", Payload.FromJson("\"whisper\""u8), "me", at), TestContext.Current.CancellationToken);
    }

    private static PayloadCodec Codec(string keys) => new(new PayloadCodecOptions { Keys = PayloadKeys.Parse(keys, "test") });

    private SqliteRunStore Open(string keys)
    {
        var store = SqliteRunStore.Open(FilePath, Codec(keys));
        _open.Add(store);
        return store;
    }
}
