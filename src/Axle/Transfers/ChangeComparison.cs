using Axle.Storage.Postgres.Transfer;
using Axle.Workflows.Transfer;

namespace Axle.Transfers;

/// <summary>Compares rows that were changed, once the changes were made on the other side, too.</summary>
internal sealed class ChangeComparison(PostgresTransferTarget target)
{
    private readonly RowDigest _digest = new();

    public Differences Differences { get; } = new();

    /// <summary>Rows that were compared; one that was changed twice counts twice.</summary>
    public long Rows { get; private set; }

    /// <summary>Compares what was changed with what is there now.</summary>
    public async Task CompareAsync(TransferChanges changes, CancellationToken cancellationToken)
    {
        foreach (var (table, rows) in changes.Tables)
        {
            var here = Hashes(table, rows.Present);
            var there = Hashes(table, await target.RowsAsync(table, rows.Keys, cancellationToken));
            foreach (var key in rows.Keys)
                Differences.Compare(table, key, here.GetValueOrDefault(key), there.GetValueOrDefault(key));
            Rows += rows.Keys.Count;
        }
    }

    private Dictionary<object?[], byte[]> Hashes(TransferTable table, IEnumerable<object?[]> rows) =>
        rows.ToDictionary(table.KeyOf, r => _digest.Of(table, r), KeyOrder.Instance);
}
