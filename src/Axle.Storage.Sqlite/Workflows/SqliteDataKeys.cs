using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>The data keys of tenants, in the file of the runs.</summary>
/// <param name="database">The file.</param>
/// <param name="writer">Writes to it.</param>
/// <param name="readers">Read from it.</param>
internal sealed class SqliteDataKeys(SqliteDatabase database, Func<GroupWriter<WorkflowTables>> writer, SqliteReaders<WorkflowTables> readers) : IDataKeyStore
{
    /// <inheritdoc/>
    public IReadOnlyList<StoredDataKey> ListKeys() => readers.Read(static t => t.DataKeys.List());

    /// <inheritdoc/>
    public async ValueTask<bool> AddKeyAsync(StoredDataKey key, CancellationToken cancellationToken) => await writer().WriteAsync(t => t.DataKeys.Add(key));

    /// <inheritdoc/>
    public async ValueTask<bool> RewrapKeyAsync(StoredDataKey key, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken) =>
        await writer().WriteAsync(t => t.DataKeys.Rewrap(key, wrapped));

    /// <inheritdoc/>
    public async ValueTask<int> DestroyKeysAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var destroyed = await writer().WriteAsync(t => t.DataKeys.Destroy(tenant, at));
        // The log still has the pages of before: it is written back into the file, and emptied.
        using var link = database.Open();
        link.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return destroyed;
    }
}
