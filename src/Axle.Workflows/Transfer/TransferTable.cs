using System.Collections.Immutable;

namespace Axle.Workflows.Transfer;

/// <summary>What a cell of a table that travels from store to store holds, when it is not null.</summary>
public enum CellKind
{
    /// <summary>A whole number: <see cref="long"/>.</summary>
    Number = 0,

    /// <summary>Yes or no: <see cref="bool"/>.</summary>
    Flag,

    /// <summary>Text: <see cref="string"/>.</summary>
    Text,

    /// <summary>Bytes as they are stored, compressed and encrypted or not: an array of <see cref="byte"/>.</summary>
    Bytes,

    /// <summary>An id: <see cref="Guid"/>.</summary>
    Id,
}

/// <summary>A column of a table that travels.</summary>
/// <param name="Name">Its name, as PostgreSQL has it.</param>
/// <param name="Kind">What it holds.</param>
public readonly record struct TransferColumn(string Name, CellKind Kind);

/// <summary>A table as it travels from store to store: under the names of PostgreSQL. A row is an array with a cell for each column.</summary>
/// <param name="Name">Its name, without a schema.</param>
/// <param name="KeyLength">How many columns, from the first on, are the key. Rows travel in its order: numbers by value, all else byte by byte.</param>
/// <param name="Columns">Its columns.</param>
public sealed record TransferTable(string Name, int KeyLength, ImmutableArray<TransferColumn> Columns)
{
    /// <summary>Other columns that no two rows have the same values in; several together are joined by commas.</summary>
    public ImmutableArray<string> Unique { get; init; } = [];

    /// <summary>Whether its rows belong to runs: then the first column is the number of the run.</summary>
    public bool IsOfRuns { get; init; }

    /// <summary>Whether rows are never changed or removed.</summary>
    public bool IsOnlyAddedTo { get; init; }

    /// <summary>The columns of the key.</summary>
    public ImmutableArray<TransferColumn> Key => Columns[..KeyLength];

    /// <summary>The key of a row.</summary>
    public object?[] KeyOf(object?[] row) => row[..KeyLength];

    /// <summary>A row, or its key, as every store keeps it: in texts the character of code 0 is one that says that something was there, U+FFFD.</summary>
    public static object?[] Canonical(object?[] cells) =>
        Array.TrueForAll(cells, static cell => cell is not string text || !text.Contains('\0', StringComparison.Ordinal))
            ? cells
            : Array.ConvertAll(cells, static cell => cell is string text ? text.Replace('\0', '\uFFFD') : cell);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
