using System.Security.Cryptography;
using System.Text;
using Axle.Conformance;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

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

    private static async Task WriteAsync(SqliteRunStore store)
    {
        await store.PutValueAsync("space", "small", Payload.FromJson("\"whisper\""u8), null, null, TestContext.Current.CancellationToken);
        var large = Payload.FromJson(Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat("whisper ", 2_000))}\""));
        await store.PutValueAsync("space", "large", large, null, null, TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadAsync(SqliteRunStore store) => string.Concat(
        (await store.ListValuesAsync("space", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken)).Select(static v => v.Value.ToString()));

    private static string Line(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(PayloadKeys.KeyLength))}";

    private SqliteRunStore Open(string keys)
    {
        var store = SqliteRunStore.Open(FilePath, new PayloadCodec(new PayloadCodecOptions { Keys = PayloadKeys.Parse(keys, "test") }));
        _open.Add(store);
        return store;
    }
}
