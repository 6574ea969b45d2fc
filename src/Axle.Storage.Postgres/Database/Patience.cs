namespace Axle.Storage.Postgres.Database;

/// <summary>How long something is tried again.</summary>
/// <param name="database">The database that cannot be reached.</param>
internal sealed class Patience(PostgresDatabase database)
{
    private readonly long _start = database.Time.GetTimestamp();

    public bool Lasts => Left > TimeSpan.Zero;

    /// <summary>How much longer; not negative.</summary>
    public TimeSpan Left => database.LongestWait - database.Time.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public Task RestAsync() => database.RestAsync(CancellationToken.None);
}
