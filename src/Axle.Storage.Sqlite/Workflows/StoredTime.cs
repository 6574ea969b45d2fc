namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Times as they are stored: ticks of 100 ns since the year 1, UTC, as the engine has them; nothing is rounded.</summary>
internal static class StoredTime
{
    public static long ToStored(this DateTimeOffset time) => time.UtcTicks;

    public static long? ToStored(this DateTimeOffset? time) => time?.UtcTicks;
}
