using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Backups;

/// <summary>
/// Dumps the tables of Axle while runs execute, and restores a dump, by PostgreSQL's own <c>pg_dump</c> and <c>pg_restore</c>. Nodes are in a dump, too: once
/// restored they are silent, so they are buried, and their runs taken up by those who live.
/// </summary>
public static class PostgresBackup
{
    /// <summary>Dumps schema <c>axle</c> as it is in one moment, packed, in the custom format of <c>pg_dump</c>. Nobody who writes waits for it.</summary>
    /// <param name="address">The database: <c>postgres://…</c>.</param>
    /// <param name="file">The dump; what is there is written over. Only the user who makes it may read it.</param>
    /// <param name="cancellationToken">Ends it; the dump is of no use then.</param>
    /// <exception cref="AxleException">
    /// NotFound: the database has no tables of Axle, or there is no <c>pg_dump</c>. Network, Authentication: the database cannot be reached. Tool:
    /// <c>pg_dump</c> failed.
    /// </exception>
    public static async Task WriteAsync(string address, string file, CancellationToken cancellationToken)
    {
        var settings = PostgresAddress.Parse(address);
        var place = PostgresAddress.Named(settings);
        if (!await HasTablesAsync(settings, place, cancellationToken))
            throw new AxleException(ErrorKind.NotFound, $"'{place}' has no tables of Axle, so there is nothing to back up.");
        await MakePrivateAsync(file, cancellationToken);
        await PostgresProgram.RunAsync(
            "pg_dump", settings, ["--format=custom", "--schema=axle", "--no-owner", "--no-privileges", "--no-password", $"--file={file}"], cancellationToken);
        await PostgresProgram.RunAsync("pg_restore", settings, ["--list", file], cancellationToken);
    }

    /// <summary>Restores a dump into a database that has no tables of Axle, all or nothing.</summary>
    /// <param name="file">The dump.</param>
    /// <param name="address">The database: <c>postgres://…</c>.</param>
    /// <param name="cancellationToken">Ends it; nothing is restored then.</param>
    /// <returns>Runs in it.</returns>
    /// <exception cref="AxleException">
    /// NotFound: there is no <c>pg_restore</c>. Refused: the database has tables of Axle. Network, Authentication: it cannot be reached. Validation: the
    /// dump is of a newer Axle. Tool: <c>pg_restore</c> failed, and nothing was restored.
    /// </exception>
    public static async Task<long> RestoreAsync(string file, string address, CancellationToken cancellationToken)
    {
        var settings = PostgresAddress.Parse(address);
        var place = PostgresAddress.Named(settings);
        if (await HasTablesAsync(settings, place, cancellationToken))
        {
            throw new AxleException(
                ErrorKind.Refused, $"'{place}' has tables of Axle. Restore into another database (createdb NAME); or stop all nodes and say 'DROP SCHEMA axle CASCADE' to it, if what is in it may go.");
        }

        await PostgresProgram.RunAsync(
            "pg_restore", settings,
            ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password", $"--dbname={settings.Database}", file], cancellationToken);
        await using var database = new PostgresDatabase(new PostgresOptions(address), "axle restore", TimeProvider.System);
        return await database.DoAsync(
            static async (connection, token) =>
            {
                await connection.RunLongAsync("ANALYZE", token);
                return await connection.Command("SELECT count(*) FROM axle.runs").ListAsync(static r => r.GetInt64(0), token) is [var runs] ? runs : 0;
            },
            cancellationToken);
    }

    private static async Task<bool> HasTablesAsync(NpgsqlConnectionStringBuilder settings, string place, CancellationToken cancellationToken)
    {
        var once = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return await connection.Command("SELECT to_regclass('axle.versions') IS NOT NULL").ListAsync(static r => r.GetBoolean(0), cancellationToken) is [true];
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            throw PostgresFaults.Explained(exception, place);
        }
    }

    private static async Task MakePrivateAsync(string file, CancellationToken cancellationToken)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await stream.FlushAsync(cancellationToken);
    }
}
