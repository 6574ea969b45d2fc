using Axle.Identity.Ports;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite;

namespace Axle.Hosting;

/// <summary>
/// The SQLite file of a node whose runs are in PostgreSQL: what its model calls cost, its budgets, and its users. They are this node's and no other's.
/// Opened when it is first needed.
/// </summary>
/// <param name="options">Where it is.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalDatabase(AxleOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly Lazy<SqliteRunStore> _store = new(() => SqliteRunStore.Open(options.FullDatabasePath, options.CreateCodec(), time));

    public IModelLedger Ledger => _store.Value.Ledger;

    public IIdentityStore Identity => _store.Value.Identity;

    public ValueTask DisposeAsync() => _store.IsValueCreated ? _store.Value.DisposeAsync() : default;
}
