using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres;

/// <summary>Settings of a run store on PostgreSQL.</summary>
/// <param name="Address">
/// Where the database is: <c>postgres://user:password@host:port/database?sslmode=require</c>, or a connection string of Npgsql
/// (<c>Host=…;Database=…</c>). A password may as well come from <c>PGPASSWORD</c> or <c>~/.pgpass</c>.
/// </param>
public sealed record PostgresOptions(string Address)
{
    /// <summary>
    /// How long this process may be silent before others take its runs, 500 ms to 10 minutes; 1.5 s by default. It gives a sign of life six times in it,
    /// from a thread of its own. Short: the dead are found soon. Long: a process that was paused or cut off for a while keeps its runs.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a write waits for a database that cannot be reached before it fails, 0 to 10 minutes; 15 s by default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections for writing decisions, 1 to 16; 1 by default. Runs are shared out among them.</summary>
    public int Writers { get; init; } = 1;

    /// <summary>Most connections for everything else, 2 to 500; 20 by default.</summary>
    public int LargestPool { get; init; } = 20;

    /// <summary>Compresses or encrypts events, payloads, signals, snapshots and shared values; null to store them as they are.</summary>
    public IPayloadCodec? Codec { get; init; }

    internal void Check()
    {
        Require(Lease >= TimeSpan.FromMilliseconds(500) && Lease <= TimeSpan.FromMinutes(10), $"Lease is {Lease}. Use 500 ms to 10 minutes.");
        Require(Patience >= TimeSpan.Zero && Patience <= TimeSpan.FromMinutes(10), $"Patience is {Patience}. Use 0 to 10 minutes.");
        Require(Writers is >= 1 and <= 16, $"Writers is {Writers}. Use 1 to 16.");
        Require(LargestPool is >= 2 and <= 500, $"LargestPool is {LargestPool}. Use 2 to 500.");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new AxleException(ErrorKind.Validation, $"The settings of the PostgreSQL store: {otherwise}");
    }
}
