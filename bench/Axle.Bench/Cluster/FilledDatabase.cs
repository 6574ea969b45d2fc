using System.Diagnostics;
using System.Globalization;
using Axle.Storage.Postgres;
using Axle.Tests.Support;
using Npgsql;

namespace Axle.Bench.Cluster;

/// <summary>A database with many runs of the last 90 days, of many workflows and tenants: half of the runs are the default tenant's.</summary>
internal sealed class FilledDatabase : IAsyncDisposable
{
    public const int Workflows = 50;
    public const int Tenants = 20;
    public const string RareWorkflow = "rare";
    private static readonly TimeSpan Span = TimeSpan.FromDays(90);
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Shown = ["runs_", "events_", "checkpoints_", "workflows_", "all of runs", "all of events"];
    private readonly NpgsqlDataSource _source;

    private FilledDatabase(PostgresServer server, string address, int runs) =>
        (Address, Runs, _source) = (address, runs, NpgsqlDataSource.Create(SharedServers.ConnectionOf(server, address)));

    /// <summary>Where it is.</summary>
    public string Address { get; }

    public int Runs { get; }

    public long Events { get; private set; }

    /// <summary>How long filling it took; 0 when it was filled before.</summary>
    public double FillSeconds { get; private set; }

    public static string Workflow(int number) => string.Create(CultureInfo.InvariantCulture, $"order-{number:00}-checked");

    /// <summary>Null for the default tenant.</summary>
    public static string? Tenant(int number) => number < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"tenant-{number:00}");

    /// <summary>Opens the one that the server has from the last time, or fills one.</summary>
    public static async Task<FilledDatabase> OpenAsync(PostgresServer server, int runs)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"filled_{runs}");
        var database = new FilledDatabase(server, server.AddressOf(name), runs);
        database.Events = await database.EventsAsync();
        if (database.Events > 0)
        {
            await database.WarmAsync();
            return database;
        }

        await database.DisposeAsync();
        var start = Stopwatch.GetTimestamp();
        database = new FilledDatabase(server, server.CreateDatabase(name), runs);
        await new DatabaseFill(database._source, database).RunAsync();
        database.Events = await database.EventsAsync();
        database.FillSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await database.WarmAsync();
        return database;
    }

    public RunId IdOf(int number) => RunId.New(CreatedAt(number), (ulong)number * 2_654_435_761 >> 2);

    public DateTimeOffset CreatedAt(int number) => Begin + (Span * ((double)number / Runs));

    /// <summary>The tenant of a run; that of the workflow says nothing about it.</summary>
    public static string? TenantOf(int run) => Tenant((int)((uint)run * 2_654_435_761 >> 7) % (2 * Tenants) - Tenants);

    public async Task<double> GigabytesAsync()
    {
        await using var command = _source.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync())! / 1e9;
    }

    /// <summary>Processes of the server that serve a store.</summary>
    public async Task<IReadOnlyList<int>> SessionsAsync()
    {
        await using var command = _source.CreateCommand("SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'axle %'");
        await using var rows = await command.ExecuteReaderAsync();
        var sessions = new List<int>();
        while (await rows.ReadAsync())
            sessions.Add(rows.GetInt32(0));
        return sessions;
    }

    /// <summary>What was read of each index so far, and of tables as a whole.</summary>
    public async Task<Dictionary<string, (long Scans, long Read)>> IndexUseAsync()
    {
        await using var command = _source.CreateCommand("""
            SELECT indexrelname::text, idx_scan, idx_tup_read FROM pg_stat_user_indexes WHERE schemaname = 'axle'
            UNION ALL SELECT 'all of ' || relname, seq_scan, seq_tup_read FROM pg_stat_user_tables WHERE schemaname = 'axle'
            """);
        await using var rows = await command.ExecuteReaderAsync();
        var use = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
            use[rows.GetString(0)] = (rows.GetInt64(1), rows.GetInt64(2));
        return use;
    }

    /// <summary>The same since then, for people: how many entries were read in one look.</summary>
    public async Task<string> IndexUseAsync(Dictionary<string, (long Scans, long Read)> before)
    {
        // Sessions tell what they read when they end, a moment after they were left.
        static long Scans(Dictionary<string, (long Scans, long Read)> use) => use.Values.Sum(static u => u.Scans);
        var (last, after) = (before, before);
        for (var i = 0; i < 50 && (Scans(after) == Scans(before) || Scans(after) != Scans(last)); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            (last, after) = (after, await IndexUseAsync());
        }

        var used = after
            .Select(u => (u.Key, Scans: u.Value.Scans - before[u.Key].Scans, Read: u.Value.Read - before[u.Key].Read))
            .Where(static u => u.Scans > 0 && Shown.Any(s => u.Key.StartsWith(s, StringComparison.Ordinal)))
            .OrderByDescending(static u => u.Read);
        return string.Join(", ", used.Select(static u => string.Create(CultureInfo.InvariantCulture, $"{u.Key} {u.Read / (double)u.Scans:0.#}")));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>
    /// Brings the tables up to date, and has the server hold the runs, as one does that is in use for a while; their histories are read from files.
    /// </summary>
    private async Task WarmAsync()
    {
        await PostgresRunStore.Open(new PostgresOptions(Address)).DisposeAsync();
        await using var command = _source.CreateCommand("CREATE EXTENSION IF NOT EXISTS pg_prewarm; SELECT pg_prewarm('axle.runs')");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What it was filled with; 0 when it was not, or not to the end.</summary>
    private async Task<long> EventsAsync()
    {
        try
        {
            await using var command = _source.CreateCommand($"SELECT events FROM {DatabaseFill.Note}");
            return await command.ExecuteScalarAsync() as long? ?? 0;
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable)
        {
            return 0;
        }
    }
}
