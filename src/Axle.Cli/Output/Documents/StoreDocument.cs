using Axle.Backups;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax store backup</c>.</summary>
/// <param name="Store">What was copied: a file, or <c>postgres://host:port/database</c>.</param>
/// <param name="File">The backup; absolute.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Runs">Runs in it; missing for PostgreSQL.</param>
internal sealed record StoreBackupDocument(string Store, string File, long Bytes, string Sha256, long? Runs)
{
    public static StoreBackupDocument Of(StoreBackup backup) => new(backup.Store, backup.File, backup.Bytes, backup.Sha256, backup.Runs);
}

/// <summary>The answer of <c>ax store restore</c>.</summary>
/// <param name="Store">What was restored: a file, or <c>postgres://host:port/database</c>.</param>
/// <param name="File">The backup; absolute.</param>
/// <param name="Runs">Runs in it.</param>
/// <param name="Replaced">Where the database lies that was there before; missing when there was none.</param>
internal sealed record StoreRestoreDocument(string Store, string File, long Runs, string? Replaced);
