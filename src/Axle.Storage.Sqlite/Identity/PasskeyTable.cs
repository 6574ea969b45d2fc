using Axle.Identity.Passkeys;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>user_passkeys</c>.</summary>
internal sealed class PasskeyTable(SqliteLink link) : IDisposable
{
    private const string Columns = "credential, user, name, public_key, created_at, sign_count, is_backup_eligible, is_backed_up, used_at";

    private readonly Statement _insert = new(link, $"""
        INSERT OR IGNORE INTO user_passkeys ({Columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
        WHERE (SELECT count(*) FROM user_passkeys WHERE user = ?2) < {Passkey.Most}
        """);

    private readonly Statement _find = new(link, $"SELECT {Columns} FROM user_passkeys WHERE credential = ?1");
    private readonly Statement _list = new(link, $"SELECT {Columns} FROM user_passkeys WHERE user = ?1 ORDER BY created_at, credential");

    private readonly Statement _use = new(
        link, "UPDATE user_passkeys SET sign_count = max(sign_count, ?2), is_backed_up = ?3, used_at = max(ifnull(used_at, 0), ?4) WHERE credential = ?1");

    private readonly Statement _remove = new(link, "DELETE FROM user_passkeys WHERE user = ?1 AND credential = ?2");
    private readonly Statement _removeAll = new(link, "DELETE FROM user_passkeys WHERE user = ?1");

    public bool Add(Passkey passkey) => _insert.Run(
        (ReadOnlyMemory<byte>)passkey.Credential, passkey.User, passkey.Name, (ReadOnlyMemory<byte>)passkey.PublicKey, passkey.CreatedAt.ToStored(),
        (long)passkey.SignCount, passkey.IsBackupEligible, passkey.IsBackedUp, passkey.UsedAt.ToStored()) == 1;

    public Passkey? Find(ReadOnlyMemory<byte> credential) => _find.List(Read, credential) is [var passkey] ? passkey : null;

    public List<Passkey> List(string user) => _list.List(Read, user);

    public int Use(Passkey used) =>
        _use.Run((ReadOnlyMemory<byte>)used.Credential, (long)used.SignCount, used.IsBackedUp, used.UsedAt.ToStored());

    public bool Remove(string user, ReadOnlyMemory<byte> credential) => _remove.Run(user, credential) == 1;

    public int RemoveAll(string user) => _removeAll.Run(user);

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _find, _list, _use, _remove, _removeAll])
            statement.Dispose();
    }

    private static Passkey Read(SqlRows r) => new(r.Bytes(0).ToArray(), r.Text(1), r.Text(2), r.Bytes(3).ToArray(), r.Time(4))
    {
        SignCount = (uint)r.Int64(5),
        IsBackupEligible = r.Bool(6),
        IsBackedUp = r.Bool(7),
        UsedAt = r.TimeOrNull(8),
    };
}
