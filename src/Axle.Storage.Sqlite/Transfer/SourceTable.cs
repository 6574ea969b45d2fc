using System.Collections.Immutable;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Transfer;

namespace Axle.Storage.Sqlite.Transfer;

/// <summary>A table that travels, as it is read from the file: <c>x</c> is what its rows are called in SQL.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="From">Where its rows are.</param>
/// <param name="Cells">What is read for each of its columns.</param>
/// <param name="Keys">The columns of its key in the file.</param>
internal sealed record SourceTable(TransferTable Table, string Name, string From, ImmutableArray<string> Cells, ImmutableArray<string> Keys)
{
    private string KeyList => string.Join(", ", Keys.Select(static k => $"x.{k}"));

    private string CellList => string.Join(", ", Cells);

    /// <summary>Reads the first rows in the order of the key.</summary>
    public string First => $"SELECT {CellList} FROM {From} ORDER BY {KeyList}";

    /// <summary>Reads the rows behind a key.</summary>
    public string Next => $"SELECT {CellList} FROM {From} WHERE ({KeyList}) > ({Parameters}) ORDER BY {KeyList}";

    /// <summary>Reads the row of a key.</summary>
    public string One => $"SELECT {CellList} FROM {From} WHERE ({KeyList}) = ({Parameters})";

    private string Parameters => string.Join(", ", Keys.Select(static (_, i) => $"?{i + 1}"));

    /// <summary>A cell as a parameter.</summary>
    public static SqlValue Parameter(object? cell) => cell switch
    {
        long number => number,
        string text => text,
        byte[] bytes => (ReadOnlyMemory<byte>)bytes,
        Guid id => (ReadOnlyMemory<byte>)id.ToByteArray(bigEndian: true),
        _ => throw new ArgumentException($"The cell of a key cannot hold {cell}.", nameof(cell)),
    };

    /// <summary>Reads a cell.</summary>
    public static object? Cell(SqlRows row, int column, CellKind kind)
    {
        if (row.IsNull(column))
            return null;
        return kind switch
        {
            CellKind.Number => row.Int64(column),
            CellKind.Flag => row.Bool(column),
            CellKind.Text => row.Text(column),
            CellKind.Id => new Guid(row.Bytes(column), bigEndian: true),
            _ => row.Bytes(column).ToArray(),
        };
    }
}
