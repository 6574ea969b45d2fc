namespace Axle.Storage.Postgres.Database;

/// <summary>What runs are found by. What is here is frozen: databases of every version are out there.</summary>
internal static class SearchSchema
{
    /// <summary>
    /// Names of workflows are few, whatever the number of their versions. The indexes answer alone which runs of a tenant, or in a status, a workflow has.
    /// </summary>
    public const string Changes = """
        CREATE INDEX workflows_name ON axle.workflows (name);
        DROP INDEX axle.runs_workflow;
        CREATE INDEX runs_workflow ON axle.runs (workflow, created_at, run_id) INCLUDE (tenant, status);
        DROP INDEX axle.runs_tenant_status;
        CREATE INDEX runs_tenant_status ON axle.runs (coalesce(tenant, 'default'), status, created_at, run_id) INCLUDE (tenant, workflow);
        """;
}
