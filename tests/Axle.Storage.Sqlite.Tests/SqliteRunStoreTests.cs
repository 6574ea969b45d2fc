using Axle.Conformance;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Tests;

public sealed class SqliteRunStoreTests : RunStoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-store-");
    private readonly List<SqliteRunStore> _open = [];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override IRunStore Open()
    {
        var store = SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db"));
        _open.Add(store);
        return store;
    }

    protected override async ValueTask KillAsync(IRunStore store)
    {
        var dying = (SqliteRunStore)store;
        _open.Remove(dying);
        await dying.DisposeAsync();
    }
}
