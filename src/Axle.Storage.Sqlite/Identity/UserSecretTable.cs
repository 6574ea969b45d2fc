using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;
using Axle.Workflows.Histories;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>user_secrets</c>: what has to be read again and so cannot be a hash. Encrypted when the store is.</summary>
internal sealed class UserSecretTable(SqliteLink link, StoredForm form) : IDisposable
{
    private readonly Statement _put = new(
        link, "INSERT INTO user_secrets (user, name, data) VALUES (?1, ?2, ?3) ON CONFLICT (user, name) DO UPDATE SET data = excluded.data");

    private readonly Statement _remove = new(link, "DELETE FROM user_secrets WHERE user = ?1 AND name = ?2");
    private readonly Statement _find = new(link, "SELECT data FROM user_secrets WHERE user = ?1 AND name = ?2");

    public void Put(string user, string name, byte[]? secret)
    {
        if (secret is null)
            _remove.Run(user, name);
        else
            _put.Run(user, name, form.Blob(secret, tenant: null));
    }

    public byte[]? Find(string user, string name)
    {
        using var rows = _find.Query(user, name);
        return rows.Read() ? form.Plain(rows.Bytes(0)) : null;
    }

    public void Dispose()
    {
        _put.Dispose();
        _remove.Dispose();
        _find.Dispose();
    }
}
