using Axle.Storage.Postgres;
using Axle.Storage.Sqlite;
using Axle.Workflows.Ports;

namespace Axle.CrashHost.Torture;

/// <summary>What outlives the process that is killed.</summary>
/// <param name="Folder">A folder of its own.</param>
internal sealed record TortureFiles(string Folder)
{
    /// <summary>The SQLite file, or the address of a PostgreSQL database that was written down beforehand.</summary>
    public string Database => File.Exists(Address) ? File.ReadAllText(Address) : Path.Combine(Folder, "axle.db");

    private string Address => Path.Combine(Folder, "postgres");

    /// <summary>Has the runs be in a PostgreSQL database.</summary>
    public void UsePostgres(string address) => File.WriteAllText(Address, address);

    /// <summary>Opens a SQLite file or a PostgreSQL database.</summary>
    public static IRunStore OpenStore(string database) =>
        PostgresAddress.IsOne(database) ? PostgresRunStore.Open(new PostgresOptions(database)) : SqliteRunStore.Open(database);

    /// <summary>What was done to the world outside: a line for each execution of a step that was made.</summary>
    public string Effects => Path.Combine(Folder, "effects.log");

    /// <summary>Runs whose start was acknowledged.</summary>
    public string Acknowledged => Path.Combine(Folder, "acknowledged.log");
}
