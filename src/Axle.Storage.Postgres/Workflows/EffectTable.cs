using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>effects</c>: who took an attempt whose effect must happen at most once.</summary>
internal static class EffectTable
{
    /// <summary>
    /// The run's row is held while it is looked at, so that a claim of the run comes before this, which then is outdated, or after it, and knows that
    /// the attempt was taken.
    /// </summary>
    private const string Take = """
        WITH target AS MATERIALIZED (SELECT id FROM axle.runs WHERE run_id = $1 AND epoch = $2 FOR SHARE),
        put AS (
            INSERT INTO axle.effects (run, epoch, dispatch, node, claim) SELECT id, $2, $3, $4, $5 FROM target ON CONFLICT DO NOTHING RETURNING run
        )
        SELECT (SELECT count(*) FROM target), (SELECT count(*) FROM put)
        """;

    private const string Holder = """
        SELECT e.claim, n.id IS NOT NULL AND n.beat_at >= clock_timestamp() - n.lease
        FROM axle.runs r JOIN axle.effects e ON e.run = r.id AND e.epoch = $2 AND e.dispatch = $3 LEFT JOIN axle.nodes n ON n.id = e.node
        WHERE r.run_id = $1
        """;

    public static async ValueTask<EffectClaim> ClaimAsync(
        NpgsqlConnection connection, Tenure tenure, StepWork work, string claim, CancellationToken cancellationToken)
    {
        var (run, epoch, dispatch) = (Sql.Of(work.Context.RunId), work.Epoch, work.Dispatch);
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add("SELECT axle.fence($1)", Sql.Of(tenure.Node));
            batch.Add(Take, run, Sql.Of(epoch), Sql.Of(dispatch), Sql.Of(tenure.Node), Sql.Of(claim));
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            await rows.NextResultAsync(cancellationToken);
            await rows.ReadAsync(cancellationToken);
            if (rows.GetInt64(0) == 0)
                return EffectClaim.Outdated;
            if (rows.GetInt64(1) == 1)
                return EffectClaim.Granted;
        }

        var holders = await connection.Command(Holder, Sql.Of(work.Context.RunId), Sql.Of(epoch), Sql.Of(dispatch))
            .ListAsync(static r => (Claim: r.GetString(0), Lives: r.GetBoolean(1)), cancellationToken);
        return holders switch
        {
            [] => EffectClaim.Outdated,
            [var holder, ..] when holder.Claim == claim => EffectClaim.Granted,
            [{ Lives: true }, ..] => EffectClaim.Held,
            _ => EffectClaim.Lost,
        };
    }
}
