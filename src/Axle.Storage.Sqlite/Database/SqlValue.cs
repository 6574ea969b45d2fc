namespace Axle.Storage.Sqlite.Database;

/// <summary>A value for a parameter of a statement; nothing is boxed.</summary>
internal readonly struct SqlValue
{
    private SqlValue(SqlKind kind, long number = 0, string? text = null, ReadOnlyMemory<byte> bytes = default)
    {
        Kind = kind;
        Number = number;
        Text = text;
        Bytes = bytes;
    }

    public SqlKind Kind { get; }

    public long Number { get; }

    public string? Text { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    public static implicit operator SqlValue(long value) => new(SqlKind.Number, value);

    public static implicit operator SqlValue(long? value) => value is { } number ? new(SqlKind.Number, number) : default(SqlValue);

    public static implicit operator SqlValue(bool value) => new(SqlKind.Number, value ? 1 : 0);

    public static implicit operator SqlValue(string? value) => value is null ? default(SqlValue) : new(SqlKind.Text, text: value);

    public static implicit operator SqlValue(RunId value) => value.Value;

    public static implicit operator SqlValue(ReadOnlyMemory<byte> value) => new(SqlKind.Blob, bytes: value);

    /// <summary>Text that is UTF-8 already.</summary>
    public static SqlValue Utf8(ReadOnlyMemory<byte> value) => new(SqlKind.Utf8, bytes: value);
}

/// <summary>What a <see cref="SqlValue"/> is.</summary>
internal enum SqlKind
{
    Null = 0,
    Number,
    Text,
    Utf8,
    Blob,
}
