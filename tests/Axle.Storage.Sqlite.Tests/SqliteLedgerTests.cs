using Axle.Conformance;
using Axle.Models.Ledger;

namespace Axle.Storage.Sqlite.Tests;

public sealed class SqliteLedgerTests : ModelLedgerConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-ledger-");
    private readonly List<SqliteRunStore> _open = [];

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override IModelLedger Open()
    {
        var store = SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db"));
        _open.Add(store);
        return store.Ledger;
    }

    // Its lock is let go of, as that of a process that was killed.
    protected override async Task KillAsync(IModelLedger ledger) => await _open.Single(store => store.Ledger == ledger).DisposeAsync();
}
