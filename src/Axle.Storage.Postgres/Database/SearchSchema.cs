namespace Axle.Storage.Postgres.Database;

/// <summary>What runs are found by. What is here is frozen: databases of every version are out there.</summary>
internal static class SearchSchema
{
    /// <summary>
    /// The indexes answer alone which runs of a tenant, or in a status, a workflow has. Writers go on while they are made; one that was cut off is
    /// made anew, and one that was ended for a process that had gone counts.
    /// </summary>
    public static readonly IReadOnlyList<string> Beforehand =
    [
        UnlessWhole("runs_workflow_new"),
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS runs_workflow_new ON axle.runs (workflow, created_at, run_id) INCLUDE (tenant, status)",
        UnlessWhole("runs_tenant_status_new"),
        """
        CREATE INDEX CONCURRENTLY IF NOT EXISTS runs_tenant_status_new
        ON axle.runs (coalesce(tenant, 'default'), status, created_at, run_id) INCLUDE (tenant, workflow)
        """,
    ];

    /// <summary>Names of workflows are few, whatever the number of their versions.</summary>
    public const string Changes = """
        CREATE INDEX workflows_name ON axle.workflows (name);
        DROP INDEX axle.runs_workflow;
        ALTER INDEX axle.runs_workflow_new RENAME TO runs_workflow;
        DROP INDEX axle.runs_tenant_status;
        ALTER INDEX axle.runs_tenant_status_new RENAME TO runs_tenant_status;
        """;

    private static string UnlessWhole(string index) => $"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('axle.{index}') AND NOT indisvalid) THEN
                DROP INDEX axle.{index};
            END IF;
        END $$
        """;
}
