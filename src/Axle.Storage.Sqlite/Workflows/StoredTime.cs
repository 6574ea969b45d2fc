using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Times as they are stored: ticks of 100 ns since the year 1, UTC, as the engine has them; nothing is rounded.</summary>
internal static class StoredTime
{
    public static long ToStored(this DateTimeOffset time) => time.UtcTicks;

    public static object? ToStored(this DateTimeOffset? time) => time?.UtcTicks;

    public static DateTimeOffset Time(this SqliteDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);
}
