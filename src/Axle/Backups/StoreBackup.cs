using System.Security.Cryptography;
using Axle.Storage.Postgres;
using Axle.Storage.Postgres.Backups;
using Axle.Storage.Sqlite.Backups;

namespace Axle.Backups;

/// <summary>A backup of a whole store, as it lies on the disk.</summary>
/// <param name="Store">What was copied: a file, or <c>postgres://host:port/database</c>.</param>
/// <param name="File">The backup; absolute.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal: what <c>sha256sum</c> prints.</param>
/// <param name="Runs">Runs in it; null when that cannot be told without restoring it.</param>
public sealed record StoreBackup(string Store, string File, long Bytes, string Sha256, long? Runs)
{
    /// <summary>Copies a store as it is in one moment, while runs execute. The backup has its name when it is whole, checked and on the disk.</summary>
    /// <param name="store">A database file; absolute. Or <c>postgres://…</c>.</param>
    /// <param name="file">The backup; absolute.</param>
    /// <param name="cancellationToken">Ends it; there is no backup then.</param>
    /// <exception cref="AxleException">
    /// NotFound: there is no store, or no <c>pg_dump</c>. Validation: there is a file of that name, or what was named is no store of Axle. Network,
    /// Authentication: it cannot be reached. Tool: <c>pg_dump</c> failed. Internal: it cannot be read, or the backup not be written.
    /// </exception>
    public static async Task<StoreBackup> WriteAsync(string store, string file, CancellationToken cancellationToken)
    {
        if (System.IO.File.Exists(file))
            throw new AxleException(ErrorKind.Validation, $"'{file}' exists already, and a backup is never written over another. Name another file.");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var writing = file + ".writing";
        try
        {
            long? runs = null;
            if (PostgresAddress.IsOne(store))
                await PostgresBackup.WriteAsync(store, writing, cancellationToken);
            else
                runs = SqliteBackup.Write(store, writing);
            var (bytes, hash) = await KeepAsync(writing, file, cancellationToken);
            return new StoreBackup(PostgresAddress.IsOne(store) ? PostgresAddress.Named(store) : store, file, bytes, hash, runs);
        }
        finally
        {
            System.IO.File.Delete(writing);
        }
    }

    private static async Task<(long Bytes, string Hash)> KeepAsync(string written, string file, CancellationToken cancellationToken)
    {
        await using (var stream = new FileStream(written, FileMode.Open, FileAccess.ReadWrite))
            stream.Flush(flushToDisk: true);
        System.IO.File.Move(written, file);
        await using var kept = System.IO.File.OpenRead(file);
        return (kept.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(kept, cancellationToken)));
    }
}
