using Axle.Storage.Postgres;
using Axle.Storage.Postgres.Backups;
using Axle.Storage.Sqlite.Backups;

namespace Axle.Backups;

/// <summary>A backup that was put in the place of a store.</summary>
/// <param name="Store">What was restored: a file, or <c>postgres://host:port/database</c>.</param>
/// <param name="Runs">Runs in it.</param>
/// <param name="Replaced">Where the database file lies that was there before; null when there was none.</param>
public sealed record StoreRestore(string Store, long Runs, string? Replaced)
{
    /// <summary>Restores a backup, all or nothing.</summary>
    /// <param name="file">The backup; absolute. It is only read.</param>
    /// <param name="store">A database file; absolute. Or <c>postgres://…</c>: a database without tables of Axle.</param>
    /// <param name="replace">Whether there may be a database file: it is kept beside the new one under another name.</param>
    /// <param name="now">What that one is named by.</param>
    /// <param name="cancellationToken">Ends it; nothing is restored then.</param>
    /// <exception cref="AxleException">
    /// NotFound: there is no backup, or no <c>pg_restore</c>. Validation: it is damaged, no backup, or of a newer Axle. Refused: there is a store already, or a
    /// process uses it. Network, Authentication: it cannot be reached. Tool: <c>pg_restore</c> failed. Nothing was changed.
    /// </exception>
    public static async Task<StoreRestore> ReadAsync(string file, string store, bool replace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new AxleException(ErrorKind.NotFound, $"There is no file '{file}'. Name one that 'ax store backup' wrote.");
        if (PostgresAddress.IsOne(store))
            return new StoreRestore(PostgresAddress.Named(store), await PostgresBackup.RestoreAsync(file, store, cancellationToken), null);
        var (runs, replaced) = SqliteBackup.Restore(file, store, replace, now);
        return new StoreRestore(store, runs, replaced);
    }
}
