using Axle.Identity.Passkeys;
using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>Table <c>user_passkeys</c>.</summary>
internal static class PasskeyTable
{
    private const string Columns = "credential, user_id, name, public_key, created_at, sign_count, is_backup_eligible, is_backed_up, used_at";

    private const string Use =
        "UPDATE axle.user_passkeys SET sign_count = greatest(sign_count, $2), is_backed_up = $3, used_at = greatest(used_at, $4) WHERE credential = $1";

    private static readonly string Insert = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
        INSERT INTO axle.user_passkeys ({Columns}) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
        WHERE (SELECT count(*) FROM axle.user_passkeys WHERE user_id = $2) < {Passkey.Most} ON CONFLICT DO NOTHING
        """);

    public static async ValueTask<bool> AddAsync(NpgsqlConnection connection, Passkey passkey, CancellationToken cancellationToken) =>
        await connection.RunAsync(
            Insert, cancellationToken, Sql.Of(passkey.Credential), Sql.Of(passkey.User), Sql.Of(passkey.Name), Sql.Of(passkey.PublicKey),
            Sql.Of(passkey.CreatedAt), Sql.Of((long)passkey.SignCount), Sql.Of(passkey.IsBackupEligible), Sql.Of(passkey.IsBackedUp),
            Sql.Of(passkey.UsedAt)) == 1;

    public static async ValueTask<Passkey?> FindAsync(NpgsqlConnection connection, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken) =>
        await connection.Command($"SELECT {Columns} FROM axle.user_passkeys WHERE credential = $1", Sql.Of(credential)).ListAsync(Read, cancellationToken)
            is [var passkey] ? passkey : null;

    public static async ValueTask<IReadOnlyList<Passkey>> ListAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        await connection.Command($"SELECT {Columns} FROM axle.user_passkeys WHERE user_id = $1 ORDER BY created_at, credential", Sql.Of(user))
            .ListAsync(Read, cancellationToken);

    public static ValueTask<int> UseAsync(NpgsqlConnection connection, Passkey used, CancellationToken cancellationToken) => connection.RunAsync(
        Use, cancellationToken, Sql.Of(used.Credential), Sql.Of((long)used.SignCount), Sql.Of(used.IsBackedUp), Sql.Of(used.UsedAt));

    public static async ValueTask<bool> RemoveAsync(
        NpgsqlConnection connection, string user, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken) => await connection.RunAsync(
        "DELETE FROM axle.user_passkeys WHERE user_id = $1 AND credential = $2", cancellationToken, Sql.Of(user), Sql.Of(credential)) == 1;

    public static ValueTask<int> RemoveAllAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        connection.RunAsync("DELETE FROM axle.user_passkeys WHERE user_id = $1", cancellationToken, Sql.Of(user));

    private static Passkey Read(NpgsqlDataReader r) => new(r.Bytes(0), r.GetString(1), r.GetString(2), r.Bytes(3), r.Time(4))
    {
        SignCount = (uint)r.GetInt64(5),
        IsBackupEligible = r.GetBoolean(6),
        IsBackedUp = r.GetBoolean(7),
        UsedAt = r.TimeOrNull(8),
    };
}
