namespace Axle.Storage.Sqlite.Database;

/// <summary>SQLite refused something. <see cref="SqliteDatabase.Explained"/> puts it into words that say what to do.</summary>
/// <param name="code">Its result code, extended: the lowest eight bits are the primary one.</param>
/// <param name="message">What it says.</param>
internal sealed class SqliteFault(int code, string message) : Exception($"SQLite error {code & 0xFF}: {message}")
{
    /// <summary>The primary result code, one of <see cref="SqliteCode"/>.</summary>
    public int Code { get; } = code & 0xFF;
}
