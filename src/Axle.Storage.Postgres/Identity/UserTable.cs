using Axle.Identity.Users;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>
/// Tables <c>users</c>, <c>user_logins</c> and <c>user_recovery_codes</c>. What has to be read again and so cannot be a hash goes through the codec.
/// </summary>
internal static class UserTable
{
    private const string Columns = "id, name, email, password, totp, is_owner, is_disabled, invitation, invitation_ends_at, created_at, version";

    /// <summary>Any number, the same in every Axle: of several that want to be the first, one has this lock.</summary>
    private const string BeFirst = "SELECT pg_advisory_xact_lock(hashtextextended('axle.first_user', 0))";

    private const string Insert = $"""
        INSERT INTO axle.users ({Columns}) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
        WHERE NOT ($12 AND EXISTS (SELECT 1 FROM axle.users)) ON CONFLICT DO NOTHING
        """;

    private const string Update = """
        UPDATE axle.users SET name = $2, email = $3, password = $4, totp = $5, is_owner = $6, is_disabled = $7, invitation = $8, invitation_ends_at = $9,
            version = version + 1
        WHERE id = $1 AND version = $10
        """;

    private const string Remove = """
        WITH sessions AS (DELETE FROM axle.user_sessions WHERE user_id = $1),
            keys AS (DELETE FROM axle.api_keys WHERE user_id = $1),
            memberships AS (DELETE FROM axle.tenant_members WHERE user_id = $1)
        DELETE FROM axle.users WHERE id = $1
        """;

    private const string LoggedIn =
        $"SELECT {Columns} FROM axle.users WHERE id = (SELECT user_id FROM axle.user_logins WHERE issuer = $1 AND subject = $2)";

    private const string List = $"""
        SELECT {Columns} FROM axle.users
        WHERE ($1 IS NULL OR id IN (SELECT user_id FROM axle.tenant_members WHERE tenant = $1)) AND ($2 IS NULL OR name > $2) ORDER BY name LIMIT $3
        """;

    public static async ValueTask<bool> AddAsync(
        NpgsqlConnection connection, User user, bool onlyAsFirst, StoredForm form, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (onlyAsFirst)
            batch.Add(BeFirst);
        batch.Add(
            Insert, Sql.Of(user.Id), Sql.Of(user.Name), Sql.Of(user.Email), Sql.Of(user.PasswordHash), Secret(user, form), Sql.Of(user.IsOwner),
            Sql.Of(user.IsDisabled), Sql.Of(user.InvitationHash), Sql.Of(user.InvitationEndsAt), Sql.Of(user.CreatedAt), Sql.Of(user.Version),
            Sql.Of(onlyAsFirst));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[^1].RecordsAffected == 1;
    }

    public static ValueTask<User?> FindAsync(NpgsqlConnection connection, string id, StoredForm form, CancellationToken cancellationToken) =>
        OneAsync(connection.Command($"SELECT {Columns} FROM axle.users WHERE id = $1", Sql.Of(id)), form, cancellationToken);

    public static ValueTask<User?> FindNamedAsync(NpgsqlConnection connection, string name, StoredForm form, CancellationToken cancellationToken) =>
        OneAsync(connection.Command($"SELECT {Columns} FROM axle.users WHERE name = $1", Sql.Of(name)), form, cancellationToken);

    public static ValueTask<User?> FindInvitedAsync(
        NpgsqlConnection connection, ReadOnlyMemory<byte> hash, StoredForm form, CancellationToken cancellationToken) =>
        OneAsync(connection.Command($"SELECT {Columns} FROM axle.users WHERE invitation = $1", Sql.Of(hash)), form, cancellationToken);

    public static ValueTask<User?> FindByLoginAsync(
        NpgsqlConnection connection, string issuer, string subject, StoredForm form, CancellationToken cancellationToken) =>
        OneAsync(connection.Command(LoggedIn, Sql.Of(issuer), Sql.Of(subject)), form, cancellationToken);

    public static ValueTask<int> PutLoginAsync(
        NpgsqlConnection connection, string issuer, string subject, string user, CancellationToken cancellationToken) => connection.RunAsync(
        "INSERT INTO axle.user_logins (issuer, subject, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", cancellationToken,
        Sql.Of(issuer), Sql.Of(subject), Sql.Of(user));

    public static async ValueTask<IReadOnlyList<User>> ListAsync(
        NpgsqlConnection connection, string? tenant, string? after, int limit, StoredForm form, CancellationToken cancellationToken) =>
        await connection.Command(List, Sql.Of(tenant), Sql.Of(after), Sql.Of((long)limit)).ListAsync(r => Read(r, form), cancellationToken);

    public static async ValueTask<bool> ChangeAsync(NpgsqlConnection connection, User user, StoredForm form, CancellationToken cancellationToken) =>
        await connection.RunAsync(
            Update, cancellationToken, Sql.Of(user.Id), Sql.Of(user.Name), Sql.Of(user.Email), Sql.Of(user.PasswordHash), Secret(user, form),
            Sql.Of(user.IsOwner), Sql.Of(user.IsDisabled), Sql.Of(user.InvitationHash), Sql.Of(user.InvitationEndsAt), Sql.Of(user.Version)) == 1;

    public static async ValueTask<bool> RemoveAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        await connection.RunAsync(Remove, cancellationToken, Sql.Of(id)) == 1;

    public static async ValueTask<bool> UseStepAsync(NpgsqlConnection connection, string user, long step, CancellationToken cancellationToken) =>
        await connection.RunAsync("UPDATE axle.users SET code_step = $2 WHERE id = $1 AND code_step < $2", cancellationToken, Sql.Of(user), Sql.Of(step)) == 1;

    public static async ValueTask<long> LastStepAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        (await connection.Command("SELECT code_step FROM axle.users WHERE id = $1", Sql.Of(user)).ListAsync(static r => r.GetInt64(0), cancellationToken))
            .FirstOrDefault();

    public static async ValueTask<int> PutCodesAsync(
        NpgsqlConnection connection, string user, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("DELETE FROM axle.user_recovery_codes WHERE user_id = $1", Sql.Of(user));
        batch.Add("INSERT INTO axle.user_recovery_codes (user_id, hash) SELECT $1, unnest($2)", Sql.Of(user), Sql.Of<byte[]>([.. hashes]));
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async ValueTask<bool> UseCodeAsync(
        NpgsqlConnection connection, string user, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) => await connection.RunAsync(
        "DELETE FROM axle.user_recovery_codes WHERE user_id = $1 AND hash = $2", cancellationToken, Sql.Of(user), Sql.Of(hash)) == 1;

    private static async ValueTask<User?> OneAsync(NpgsqlCommand command, StoredForm form, CancellationToken cancellationToken) =>
        await command.ListAsync(r => Read(r, form), cancellationToken) is [var user] ? user : null;

    private static NpgsqlParameter Secret(User user, StoredForm form) =>
        Sql.Of(user.TotpSecret is { } secret ? form.Encode(secret, tenant: null).ToArray() : (byte[]?)null);

    private static User Read(NpgsqlDataReader r, StoredForm form) => new(r.GetString(0), r.GetString(1))
    {
        Email = r.TextOrNull(2),
        PasswordHash = r.TextOrNull(3),
        TotpSecret = r.BytesOrNull(4) is { } secret ? form.Plain(secret) : null,
        IsOwner = r.GetBoolean(5),
        IsDisabled = r.GetBoolean(6),
        InvitationHash = r.BytesOrNull(7),
        InvitationEndsAt = r.TimeOrNull(8),
        CreatedAt = r.Time(9),
        Version = r.GetInt64(10),
    };
}
