using Axle.Identity.Sessions;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>Table <c>user_sessions</c>: a session that was ended is gone.</summary>
internal static class SessionTable
{
    private const string Columns = "id, user_id, token, created_at, seen_at, ends_at, agent, place";

    public static async ValueTask<int> AddAsync(NpgsqlConnection connection, Session session, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("DELETE FROM axle.user_sessions WHERE user_id = $1 AND ends_at <= $2", Sql.Of(session.User), Sql.Of(session.CreatedAt));
        batch.Add(
            $"INSERT INTO axle.user_sessions ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", Sql.Of(session.Id), Sql.Of(session.User),
            Sql.Of(session.TokenHash), Sql.Of(session.CreatedAt), Sql.Of(session.SeenAt), Sql.Of(session.EndsAt), Sql.Of(session.Agent), Sql.Of(session.Place));
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async ValueTask<Session?> FindAsync(NpgsqlConnection connection, ReadOnlyMemory<byte> token, CancellationToken cancellationToken) =>
        await connection.Command($"SELECT {Columns} FROM axle.user_sessions WHERE token = $1", Sql.Of(token)).ListAsync(Read, cancellationToken)
            is [var session] ? session : null;

    public static async ValueTask<IReadOnlyList<Session>> ListAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        await connection.Command($"SELECT {Columns} FROM axle.user_sessions WHERE user_id = $1 ORDER BY created_at DESC, id", Sql.Of(user))
            .ListAsync(Read, cancellationToken);

    public static ValueTask<int> TouchAsync(NpgsqlConnection connection, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.RunAsync("UPDATE axle.user_sessions SET seen_at = greatest(seen_at, $2) WHERE id = $1", cancellationToken, Sql.Of(id), Sql.Of(now));

    public static async ValueTask<bool> EndAsync(NpgsqlConnection connection, string user, string id, CancellationToken cancellationToken) =>
        await connection.RunAsync("DELETE FROM axle.user_sessions WHERE user_id = $1 AND id = $2", cancellationToken, Sql.Of(user), Sql.Of(id)) == 1;

    public static ValueTask<int> EndAllAsync(NpgsqlConnection connection, string user, string? except, CancellationToken cancellationToken) =>
        connection.RunAsync(
            "DELETE FROM axle.user_sessions WHERE user_id = $1 AND ($2 IS NULL OR id <> $2)", cancellationToken, Sql.Of(user), Sql.Of(except));

    private static Session Read(NpgsqlDataReader r) =>
        new(r.GetString(0), r.GetString(1), r.Bytes(2), r.Time(3), r.Time(4), r.Time(5), r.GetString(6), r.GetString(7));
}
