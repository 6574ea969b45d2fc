namespace Axle.Storage.Postgres.Database;

/// <summary>
/// What the writers of all nodes did, minute by minute (counted since the year 1, UTC; times are ticks of 100 ns), and how large the database was.
/// What is here is frozen: databases of every version are out there.
/// </summary>
internal static class GaugeSchema
{
    public const string Changes = """
        CREATE TABLE axle.database_minutes (
            minute    bigint PRIMARY KEY,
            commits   bigint NOT NULL,
            decisions bigint NOT NULL,
            busy      bigint NOT NULL,
            bytes     bigint
        ) WITH (fillfactor = 70);

        ALTER TABLE axle.nodes ADD COLUMN writers int NOT NULL DEFAULT 1;
        """;
}
