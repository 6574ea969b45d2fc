using Axle.Storage.Sqlite;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Transfer;
using Axle.Workflows.Transfer;

namespace Axle.Storage.Postgres.Tests.Transfer;

/// <summary>A table or a column that one of the stores gets is moved, or it is said here why not.</summary>
public sealed class KnownTableTests : IAsyncDisposable
{
    private const string Cure =
        "Add it to TransferTables and SourceTables, so that 'ax store migrate' moves it; or to SourceTables.Left, or to this test, with the reason why it is not moved.";

    /// <summary>What a PostgreSQL store has of its own.</summary>
    private static readonly Dictionary<string, string> OwnOfPostgres = new()
    {
        ["versions"] = "the version of the tables",
        ["nodes"] = "processes that live",
        ["node_commits"] = "processes that live",
        ["effects"] = "who took an attempt: a SQLite store has workers only in its own process",
        ["model_holds"] = "what a process holds of a budget ends with it",
        ["model_writers"] = "the last batch of a process",
        ["pool_minutes"] = "the load of the last weeks, which a SQLite store does not keep",
        ["database_minutes"] = "the load of the last weeks, which a SQLite store does not keep",
        ["node_pools"] = "what living processes can do",
        ["event_parts"] = "which partitions hold the events",
        ["bulkhead_slots"] = "what living processes have of bulkheads",
        ["limit_windows"] = "what was used of limits in the last hour at most, which a SQLite store does not keep",
    };

    private static readonly string[] OwnColumnsOfPostgres = ["runs.owner"];

    /// <summary>What a run's row is called by there and here, and what says who owns it.</summary>
    private static readonly string[] OwnColumnsOfSqlite = ["workflow_events.id", "workflow_executions.owner"];

    private readonly TestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-known-");

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_table_of_a_file_is_moved_or_left_for_a_reason()
    {
        using var link = await OpenFileAsync();
        using var tables = new Statement(link, "SELECT name FROM sqlite_master WHERE type = 'table'");
        tables.List(static r => r.Text(0)).Except(SourceTables.Tracked.Select(static t => t.Name)).Except(SourceTables.Left.Keys).ShouldBeEmpty(Cure);
    }

    [Fact]
    public async Task Every_column_of_a_file_is_read_when_it_is_moved()
    {
        using var link = await OpenFileAsync();
        foreach (var source in SourceTables.All)
        {
            using var columns = new Statement(link, $"SELECT name FROM pragma_table_info('{source.Name}')");
            var sql = string.Join(" ", source.Cells);
            columns.List(static r => r.Text(0)).Where(c => !sql.Contains($"x.{c}", StringComparison.Ordinal))
                .Select(c => $"{source.Name}.{c}").Except(OwnColumnsOfSqlite).ShouldBeEmpty(Cure);
        }
    }

    [Fact]
    public async Task Every_table_and_column_of_a_database_is_filled_or_its_own()
    {
        _ = _database.Open();
        var names = (string)(await _database.RunAsync(
            "SELECT string_agg(table_name || '.' || column_name, ' ') FROM information_schema.columns WHERE table_schema = 'axle' "
            + "AND NOT (SELECT relispartition FROM pg_class WHERE oid = format('axle.%I', table_name)::regclass)"))!;
        var moved = TransferTables.All.SelectMany(static t => t.Columns.Select(c => $"{t.Name}.{c.Name}")).ToHashSet();
        names.Split(' ').Where(name => !OwnOfPostgres.ContainsKey(name.Split('.')[0])).ToHashSet().Except(OwnColumnsOfPostgres).Order()
            .ShouldBe(moved.Order(), Cure);
    }

    private async Task<SqliteLink> OpenFileAsync()
    {
        var path = Path.Combine(_folder.FullName, "axle.db");
        await SqliteRunStore.Open(path).DisposeAsync();
        return SqliteLink.Open(path, TimeSpan.FromSeconds(1));
    }
}
