using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Axle.Storage.Postgres.Backups;

/// <summary>Runs PostgreSQL's own programs. Where the database is, and its password, go through the environment: lists of processes show arguments.</summary>
internal static class PostgresProgram
{
    /// <summary>Characters of what a program says that are told.</summary>
    private const int LongestReason = 1000;

    private const string Versions = "/usr/lib/postgresql";

    /// <summary>Runs one, and waits for its end.</summary>
    /// <param name="name">The program.</param>
    /// <param name="settings">The database.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AxleException">NotFound: there is no such program. Tool: it failed; the message has what it said.</exception>
    public static async Task RunAsync(
        string name, NpgsqlConnectionStringBuilder settings, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(name), arguments) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        Address(start.Environment, settings);
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception missing)
        {
            throw new AxleException(
                ErrorKind.NotFound, $"There is no '{name}' on this machine. Install PostgreSQL's client programs (apt-get install postgresql-client), of the server's version or newer.", missing);
        }

        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await process.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new AxleException(ErrorKind.Tool, $"{name} failed: {(error.Length > LongestReason ? error[..LongestReason] : error).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Debian keeps the programs of each version in a folder of their own: the newest reads every older server.</summary>
    private static string Find(string name)
    {
        if (!Directory.Exists(Versions))
            return name;
        var newest = Directory.GetDirectories(Versions).OrderByDescending(static d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin", name)).FirstOrDefault(File.Exists);
        return newest ?? name;
    }

    private static void Address(IDictionary<string, string?> environment, NpgsqlConnectionStringBuilder settings)
    {
        void Set(string variable, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                environment[variable] = value;
        }

        Set("PGHOST", settings.Host);
        Set("PGPORT", $"{settings.Port}");
        Set("PGDATABASE", settings.Database);
        Set("PGUSER", settings.Username);
        Set("PGPASSWORD", settings.Password);
        Set("PGPASSFILE", settings.Passfile);
        Set("PGSSLROOTCERT", settings.RootCertificate);
        Set("PGSSLCERT", settings.SslCertificate);
        Set("PGSSLKEY", settings.SslKey);
        Set("PGSSLMODE", settings.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        });
    }
}
