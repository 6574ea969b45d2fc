using Axle.Identity.Users;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>users</c>. Secrets that have to be read again lie in <c>user_secrets</c>, through the codec.</summary>
internal sealed class UserTable(SqliteLink link, UserSecretTable secrets) : IDisposable
{
    private const string Totp = "totp";
    private const string Columns = "id, name, email, password, is_owner, is_disabled, invitation, invitation_ends_at, created_at, version";

    private readonly Statement _any = new(link, "SELECT 1 FROM users LIMIT 1");

    private readonly Statement _insert = new(
        link, $"INSERT OR IGNORE INTO users ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

    private readonly Statement _find = new(link, $"SELECT {Columns} FROM users WHERE id = ?1");
    private readonly Statement _named = new(link, $"SELECT {Columns} FROM users WHERE name = ?1");
    private readonly Statement _invited = new(link, $"SELECT {Columns} FROM users WHERE invitation = ?1");

    private readonly Statement _list = new(link, $"""
        SELECT {Columns} FROM users
        WHERE (?1 IS NULL OR id IN (SELECT user FROM tenant_members WHERE tenant = ?1)) AND (?2 IS NULL OR name > ?2) ORDER BY name LIMIT ?3
        """);

    private readonly Statement _update = new(link, """
        UPDATE users SET name = ?2, email = ?3, password = ?4, is_owner = ?5, is_disabled = ?6, invitation = ?7, invitation_ends_at = ?8, version = version + 1
        WHERE id = ?1 AND version = ?9
        """);

    private readonly Statement _useStep = new(link, "UPDATE users SET code_step = ?2 WHERE id = ?1 AND code_step < ?2");
    private readonly Statement _step = new(link, "SELECT code_step FROM users WHERE id = ?1");

    private readonly Statement _loggedIn = new(
        link, $"SELECT {Columns} FROM users WHERE id = (SELECT user FROM user_logins WHERE issuer = ?1 AND subject = ?2)");

    private readonly Statement _putLogin = new(link, "INSERT OR IGNORE INTO user_logins (issuer, subject, user) VALUES (?1, ?2, ?3)");

    private readonly Statement[] _remove =
    [
        new(link, "DELETE FROM user_logins WHERE user = ?1"),
        new(link, "DELETE FROM user_recovery_codes WHERE user = ?1"),
        new(link, "DELETE FROM user_sessions WHERE user = ?1"),
        new(link, "DELETE FROM user_passkeys WHERE user = ?1"),
        new(link, "DELETE FROM api_keys WHERE user = ?1"),
        new(link, "DELETE FROM tenant_members WHERE user = ?1"),
        new(link, "DELETE FROM user_secrets WHERE user = ?1"),
        new(link, "DELETE FROM users WHERE id = ?1"),
    ];

    public bool Any() => _any.Number() is not null;

    public bool Add(User user, bool onlyAsFirst)
    {
        if (onlyAsFirst && Any())
            return false;
        var added = _insert.Run(
            user.Id, user.Name, user.Email, user.PasswordHash, user.IsOwner, user.IsDisabled, Blob(user.InvitationHash),
            user.InvitationEndsAt.ToStored(), user.CreatedAt.ToStored(), user.Version) == 1;
        if (added)
            secrets.Put(user.Id, Totp, user.TotpSecret);
        return added;
    }

    public User? Find(string id) => One(_find, id);

    public User? FindNamed(string name) => One(_named, name);

    public User? FindInvited(ReadOnlyMemory<byte> hash) => One(_invited, hash);

    public User? FindByLogin(string issuer, string subject) => _loggedIn.List(Read, issuer, subject) is [var user] ? WithSecret(user) : null;

    public int PutLogin(string issuer, string subject, string user) => _putLogin.Run(issuer, subject, user);

    public List<User> List(string? tenant, string? after, int limit) =>
        _list.List(Read, tenant, after, (long)limit).ConvertAll(WithSecret);

    public bool Change(User user)
    {
        var changed = _update.Run(
            user.Id, user.Name, user.Email, user.PasswordHash, user.IsOwner, user.IsDisabled, Blob(user.InvitationHash),
            user.InvitationEndsAt.ToStored(), user.Version) == 1;
        if (changed)
            secrets.Put(user.Id, Totp, user.TotpSecret);
        return changed;
    }

    public bool Remove(string id)
    {
        var removed = 0;
        foreach (var statement in _remove)
            removed = statement.Run(id);
        return removed == 1;
    }

    public bool UseStep(string user, long step) => _useStep.Run(user, step) == 1;

    public long LastStep(string user) => _step.Number(user) ?? 0;

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_any, _insert, _find, _named, _invited, _list, _update, _useStep, _step, _loggedIn, _putLogin, .. _remove])
            statement.Dispose();
    }

    private User? One(Statement statement, SqlValue key) => statement.List(Read, key) is [var user] ? WithSecret(user) : null;

    private User WithSecret(User user) => user with { TotpSecret = secrets.Find(user.Id, Totp) };

    private static SqlValue Blob(byte[]? bytes) => bytes is null ? default(SqlValue) : (ReadOnlyMemory<byte>)bytes;

    private static User Read(SqlRows r) => new(r.Text(0), r.Text(1))
    {
        Email = r.TextOrNull(2),
        PasswordHash = r.TextOrNull(3),
        IsOwner = r.Bool(4),
        IsDisabled = r.Bool(5),
        InvitationHash = r.IsNull(6) ? null : r.Bytes(6).ToArray(),
        InvitationEndsAt = r.TimeOrNull(7),
        CreatedAt = r.Time(8),
        Version = r.Int64(9),
    };
}
