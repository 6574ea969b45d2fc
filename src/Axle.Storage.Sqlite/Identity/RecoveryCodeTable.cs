using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Table <c>user_recovery_codes</c>: a code that was used is gone.</summary>
internal sealed class RecoveryCodeTable(SqliteLink link) : IDisposable
{
    private readonly Statement _clear = new(link, "DELETE FROM user_recovery_codes WHERE user = ?1");
    private readonly Statement _insert = new(link, "INSERT INTO user_recovery_codes (user, hash) VALUES (?1, ?2)");
    private readonly Statement _use = new(link, "DELETE FROM user_recovery_codes WHERE user = ?1 AND hash = ?2");

    public int Put(string user, IReadOnlyList<byte[]> hashes)
    {
        _clear.Run(user);
        foreach (var hash in hashes)
            _insert.Run(user, (ReadOnlyMemory<byte>)hash);
        return hashes.Count;
    }

    public bool Use(string user, ReadOnlyMemory<byte> hash) => _use.Run(user, hash) == 1;

    public void Dispose()
    {
        _clear.Dispose();
        _insert.Dispose();
        _use.Dispose();
    }
}
