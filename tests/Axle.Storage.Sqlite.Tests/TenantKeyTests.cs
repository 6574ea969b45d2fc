using Axle.Conformance;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Payloads;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Each tenant's values under a key of its own, in the same file.</summary>
public sealed class TenantKeyTests : TenantKeyConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-tenants-");
    private readonly List<SqliteRunStore> _open = [];

    private string FilePath => Path.Combine(_folder.FullName, "axle.db");

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_destroyed_key_stands_nowhere_in_the_files()
    {
        var store = Open(Codec(Master));
        await WriteAsync(store, "acme");
        var wrapped = Read("SELECT wrapped FROM tenant_keys", static r => r.Bytes(0).ToArray()).Single();
        (await IsInFilesAsync(wrapped)).ShouldBeTrue("else nothing is proved below");

        await store.Keys!.DestroyAsync("acme", TestContext.Current.CancellationToken);

        (await IsInFilesAsync(wrapped)).ShouldBeFalse();
    }

    [Fact]
    public async Task Removing_a_run_removes_its_large_value_unless_another_run_of_the_tenant_has_it()
    {
        var store = Open(Codec(Master));
        await WriteAsync(store, "acme");
        await WriteAsync(store, "acme", "later");
        await WriteAsync(store, "other");

        await store.Runs.DeleteRunAsync(RunOf("acme"), TestContext.Current.CancellationToken);
        (await ReadAsync(store, "acme", "later")).ShouldBe(4);
        await store.Runs.DeleteRunAsync(RunOf("acme", "later"), TestContext.Current.CancellationToken);

        Read("SELECT hash FROM payloads", static r => r.Text(0)).Single().ShouldEndWith("@other");
    }

    protected override EncryptingStore Open(PayloadCodec? codec, TimeProvider? time = null)
    {
        var store = SqliteRunStore.Open(FilePath, codec, time);
        _open.Add(store);
        return new EncryptingStore(store, store, store.DataKeys, store.RecodeAsync);
    }

    protected override async Task<bool> IsInFilesAsync(byte[] wanted)
    {
        foreach (var file in _folder.GetFiles())
        {
            if ((await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken)).AsSpan().IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }

    protected override Task MoveKeyAsync(string from, string to)
    {
        using var link = SqliteLink.Open(FilePath, TimeSpan.FromSeconds(5));
        using var move = new Statement(link, "UPDATE tenant_keys SET wrapped = (SELECT wrapped FROM tenant_keys WHERE tenant = ?1) WHERE tenant = ?2");
        move.Run(from, to).ShouldBe(1);
        return Task.CompletedTask;
    }

    private List<T> Read<T>(string sql, Func<SqlRows, T> read)
    {
        using var link = SqliteLink.Open(FilePath, TimeSpan.FromSeconds(5));
        using var statement = new Statement(link, sql);
        return statement.List(read);
    }
}
