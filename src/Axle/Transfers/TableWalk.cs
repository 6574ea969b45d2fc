using System.Security.Cryptography;
using Axle.Storage.Sqlite.Transfer;
using Axle.Workflows.Transfer;

namespace Axle.Transfers;

/// <summary>Goes through a table on both sides at once, in the order of its key.</summary>
internal sealed class TableWalk(TransferTable table, SqliteTransferReader source, IAsyncEnumerable<object?[]> target, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private const int PageRows = 2000;
    private const long PageBytes = 8 << 20;
    private readonly RowDigest _digest = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _targetHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IAsyncEnumerator<object?[]> _target = target.GetAsyncEnumerator(cancellationToken);
    private List<object?[]> _page = [];
    private int _next;
    private object?[]? _sourceRow;
    private object?[]? _targetRow;
    private long _rows;
    private long _targetRows;
    private bool _hasBegun;

    public TransferTable Table => table;

    /// <summary>The key at which it is; null at the end.</summary>
    public object?[]? Key { get; private set; }

    /// <summary>The row at which it is, of the one side or the other.</summary>
    public object?[]? Row { get; private set; }

    /// <summary>Hash of the row in the file; null when there is none.</summary>
    public byte[]? Here { get; private set; }

    /// <summary>Hash of the row in the database; null when there is none.</summary>
    public byte[]? There { get; private set; }

    /// <summary>The number of the run at which it is; of tables of runs only.</summary>
    public long Run => (long)Key![0]!;

    /// <summary>Goes to the next key; false at the end.</summary>
    public async ValueTask<bool> MoveAsync()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _sourceRow = ReadSource(after: null);
            _targetRow = await ReadTargetAsync();
        }

        var order = Compare(_sourceRow, _targetRow);
        (Here, There) = (null, null);
        Row = order <= 0 ? _sourceRow : _targetRow;
        Key = Row is null ? null : table.KeyOf(Row);
        if (Row is null)
            return false;
        if (order <= 0)
        {
            Here = _digest.Of(table, _sourceRow!);
            _hash.AppendData(Here);
            _rows++;
            _sourceRow = ReadSource(_page[^1]);
        }

        if (order >= 0)
        {
            There = _digest.Of(table, _targetRow!);
            _targetHash.AppendData(There);
            _targetRows++;
            _targetRow = await ReadTargetAsync();
        }

        return true;
    }

    /// <summary>What came of it, at the end.</summary>
    public TableComparison Compared() => new(
        table.Name, _rows, Convert.ToHexStringLower(_hash.GetCurrentHash()), _targetRows, Convert.ToHexStringLower(_targetHash.GetCurrentHash()));

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        _targetHash.Dispose();
        await _target.DisposeAsync();
    }

    private int Compare(object?[]? here, object?[]? there) => (here, there) switch
    {
        (null, null) => 0,
        (_, null) => -1,
        (null, _) => 1,
        _ => KeyOrder.Instance.Compare(table.KeyOf(here), table.KeyOf(there)),
    };

    private object?[]? ReadSource(object?[]? after)
    {
        if (_next == _page.Count)
        {
            (_page, _next) = (source.Page(table, after is null ? null : table.KeyOf(after), PageRows, PageBytes).Rows, 0);
            if (_page.Count == 0)
                return null;
        }

        return TransferTable.Canonical(_page[_next++]);
    }

    private async ValueTask<object?[]?> ReadTargetAsync() => await _target.MoveNextAsync() ? _target.Current : null;
}
