namespace Axle.Storage.Postgres.Database;

/// <summary>
/// What pools of workers had to do, minute by minute, and what each node does for them now. Minutes are counted since the year 1, UTC; times are ticks of
/// 100 ns. Rows of nodes that are gone are removed by whoever tells next.
/// </summary>
internal static class LoadSchema
{
    /// <summary>Frozen, as all versions.</summary>
    public const string Tables = """
        CREATE TABLE axle.pool_minutes (
            minute  bigint NOT NULL,
            pool    text COLLATE "C" NOT NULL,
            arrived bigint NOT NULL DEFAULT 0,
            ended   bigint NOT NULL DEFAULT 0,
            busy    bigint NOT NULL DEFAULT 0,
            needed  int NOT NULL DEFAULT 0,
            PRIMARY KEY (minute, pool)
        ) WITH (fillfactor = 70);

        CREATE TABLE axle.node_pools (
            node    bigint NOT NULL,
            pool    text COLLATE "C" NOT NULL,
            owed    bigint NOT NULL,
            making  bigint NOT NULL,
            workers int NOT NULL,
            slots   bigint NOT NULL,
            PRIMARY KEY (node, pool)
        ) WITH (fillfactor = 20);
        """;
}
