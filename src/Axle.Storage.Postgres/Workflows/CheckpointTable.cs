using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>checkpoints</c>: places in histories to come back to.</summary>
internal static class CheckpointTable
{
    private const string List = """
        SELECT c.seq, c.name, c.automatic, c.at FROM axle.runs r JOIN axle.checkpoints c ON c.run = r.id WHERE r.run_id = $1 ORDER BY c.seq, c.name
        """;

    public static async ValueTask<IReadOnlyList<RunCheckpoint>> ListAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken) =>
        await connection.Command(List, Sql.Of(run)).ListAsync(
            static r => new RunCheckpoint(r.GetInt64(0), r.GetString(1), r.GetBoolean(2), r.Time(3)), cancellationToken);
}
