using Axle.Models.Limits;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Models;

/// <summary>
/// Limits in the database of the runs, for every node that shares it: table <c>limit_windows</c>, by the clock of the database, in one round trip. A take
/// whose connection is lost is made again, so that it may be counted twice; what counts too much passes with the window.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="most">Most connections at a time: many may wait for one row, and reads are not to wait with them.</param>
internal sealed class PostgresLimits(PostgresDatabase database, int most) : ILimitStore, IDisposable
{
    private const string Take = "SELECT wait, used_calls, used_tokens, empty_in, cell FROM axle.take_limits($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private const string Correct = "SELECT axle.correct_limit($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private readonly SemaphoreSlim _few = new(most);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        // Rows are always taken in the same order: nobody waits for somebody who waits for them.
        var order = Enumerable.Range(0, claim.Rules.Count).OrderBy(i => claim.Rules[i].Subject, StringComparer.Ordinal).ToArray();
        return database.DoAsync((c, token) => TakeAsync(c, claim, order, token), _few, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(correction);
        await database.DoAsync((c, token) => CorrectAsync(c, correction, token), _few, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _few.Dispose();

    private static async ValueTask<IReadOnlyList<LimitCount>> TakeAsync(
        NpgsqlConnection connection, LimitClaim claim, int[] order, CancellationToken cancellationToken)
    {
        T[] Of<T>(Func<LimitRule, T> part) => Array.ConvertAll(order, i => part(claim.Rules[i]));
        var rows = await connection.Command(
            Take, Sql.Of(Of(static r => r.Subject.Replace('\0', '\uFFFD'))), Sql.Of(Of(static r => Milliseconds(r.Window))), Sql.Of(Of(static r => r.Calls)),
            Sql.Of(Of(static r => r.Tokens)), Sql.Of(claim.Tokens), Sql.Of(claim.Turn), Sql.Of(claim is { Waits: true, Turn: not null }),
            Sql.Of(Milliseconds(LimitLine.Grace)), Sql.Of(LimitLine.Longest)).ListAsync(Read, cancellationToken);
        var counts = new LimitCount[order.Length];
        for (var i = 0; i < order.Length; i++)
            counts[order[i]] = rows[i];
        return counts;
    }

    private static async ValueTask<int> CorrectAsync(NpgsqlConnection connection, LimitCorrection correction, CancellationToken cancellationToken)
    {
        T[] Of<T>(Func<CorrectedUse, T> part) => [.. correction.Uses.Select(part)];
        var (requests, tokens) = (correction.ToldRequests, correction.ToldTokens);
        long?[] told =
        [
            requests?.Left, requests is null ? null : Milliseconds(requests.ResetIn),
            tokens?.Limit, tokens?.Left, tokens is null ? null : Milliseconds(tokens.ResetIn),
        ];
        return await connection.RunAsync(
            Correct, cancellationToken, Sql.OfName(correction.Rule.Subject), Sql.Of(Milliseconds(correction.Rule.Window)), Sql.Of(Of(static u => u.Cell)),
            Sql.Of(Of(static u => u.Calls)), Sql.Of(Of(static u => u.Tokens)), Sql.Of(correction.Left.ToArray()),
            Sql.Of(Milliseconds(correction.ClosedFor)), Sql.Of(Milliseconds(correction.OpenFor)), Sql.Of(told));
    }

    private static LimitCount Read(NpgsqlDataReader r) =>
        new(TimeSpan.FromMilliseconds(r.GetInt64(0)), r.GetInt64(1), r.GetInt64(2), TimeSpan.FromMilliseconds(r.GetInt64(3)), r.GetInt64(4));

    private static long? Milliseconds(TimeSpan? time) => time is { } known ? Milliseconds(known) : null;

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
