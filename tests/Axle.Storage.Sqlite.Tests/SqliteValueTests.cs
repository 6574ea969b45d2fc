using Axle.Conformance;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Tests;

public sealed class SqliteValueTests : ValueStoreConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-values-");
    private readonly List<SqliteRunStore> _open = [];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override IValueStore Open()
    {
        _open.Add(SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db")));
        return _open[^1];
    }
}
