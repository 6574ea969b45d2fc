namespace Axle.Storage.Postgres.Database;

/// <summary>How long something is tried again.</summary>
/// <param name="database">The database that cannot be reached.</param>
internal sealed class Patience(PostgresDatabase database)
{
    private readonly long _start = database.Time.GetTimestamp();

    public bool Lasts => database.Time.GetElapsedTime(_start) < database.LongestWait;

    public Task RestAsync() => database.RestAsync(CancellationToken.None);
}
