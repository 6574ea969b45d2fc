namespace Axle.Storage.Postgres.Database;

/// <summary>What makes lists of many runs short to read, and the dead known soon. What is here is frozen: databases of every version are out there.</summary>
internal static class SpeedSchema
{
    /// <summary>
    /// Runs of a workflow, and runs of a tenant in a status, newest first. With its tenant in it, the index by tenant answers alone which runs have a text in
    /// their id.
    /// </summary>
    private const string Lists = """
        DROP INDEX axle.runs_tenant;
        CREATE INDEX runs_tenant ON axle.runs (coalesce(tenant, 'default'), created_at, run_id) INCLUDE (tenant);
        CREATE INDEX runs_workflow ON axle.runs (workflow, created_at, run_id);
        CREATE INDEX runs_tenant_status ON axle.runs (coalesce(tenant, 'default'), status, created_at, run_id);
        """;

    /// <summary>
    /// A node is dead when its lease is over. A third of it is enough when it has no session any more: a process that was killed has lost them all, and one
    /// that lives and lost them has others with its next sign of life. A wrong guess costs a living node its runs, as with any burial, and nothing else.
    /// </summary>
    private const string Burial = """
        CREATE FUNCTION axle.is_dead(node axle.nodes) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            IF node.beat_at < clock_timestamp() - node.lease THEN
                RETURN true;
            END IF;
            RETURN node.beat_at < clock_timestamp() - node.lease / 3
                AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = node.session);
        END $$;

        CREATE OR REPLACE FUNCTION axle.bury(dead bigint) RETURNS bigint LANGUAGE plpgsql AS $$
        BEGIN
            DELETE FROM axle.nodes n WHERE n.id = dead AND axle.is_dead(n);
            IF NOT FOUND THEN
                RETURN -1;
            END IF;
            RETURN axle.free_runs_of(dead);
        END $$;
        """;

    public const string Changes = Lists + Burial;
}
