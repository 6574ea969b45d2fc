using System.Globalization;
using System.Text;
using Axle.Bench.Workloads;
using Axle.Storage.Postgres;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Npgsql;
using NpgsqlTypes;

namespace Axle.Bench.Cluster;

/// <summary>
/// A database with many runs. A few of each workflow are executed by an engine; the others are copies of those, under ids, tenants and times of their own,
/// put in by COPY: what is stored is what the engine stores.
/// </summary>
internal sealed class FilledDatabase : IAsyncDisposable
{
    public const int Workflows = 50;
    public const int Tenants = 20;
    public const string RareWorkflow = "rare";
    private const int StepsPerRun = 9;
    private const int RareEvery = 100_000;
    private static readonly TimeSpan Span = TimeSpan.FromDays(90);
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Shown = ["runs_", "events_", "checkpoints_", "all of runs", "all of events"];
    private readonly NpgsqlDataSource _source;

    private FilledDatabase(NpgsqlDataSource source, int runs) => (_source, Runs) = (source, runs);

    public int Runs { get; }

    public long Events { get; private set; }

    public static string Workflow(int number) => string.Create(CultureInfo.InvariantCulture, $"order-{number:00}-checked");

    /// <summary>Null for the default tenant, which has half of the runs.</summary>
    public static string? Tenant(int number) => number < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"tenant-{number:00}");

    /// <summary>Fills an empty database.</summary>
    public static async Task<FilledDatabase> FillAsync(string address, string connection, int runs)
    {
        await ExecuteAsync(address);
        var database = new FilledDatabase(NpgsqlDataSource.Create(connection), runs);
        var patterns = await database.PatternsAsync();
        await Task.WhenAll(database.CopyRunsAsync(patterns), database.CopyEventsAsync(patterns));
        await using var analyze = database._source.CreateCommand("VACUUM (ANALYZE) axle.runs, axle.events");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
        return database;
    }

    public RunId IdOf(int number) => RunId.New(CreatedAt(number), (ulong)number * 2_654_435_761 >> 2);

    public DateTimeOffset CreatedAt(int number) => Begin + (Span * ((double)number / Runs));

    public async Task<double> GigabytesAsync()
    {
        await using var command = _source.CreateCommand("SELECT pg_database_size(current_database())");
        return (long)(await command.ExecuteScalarAsync())! / 1e9;
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

    /// <summary>Of each workflow one run that completes, one that fails, and one that waits for a person.</summary>
    private static async Task ExecuteAsync(string address)
    {
        await using var store = PostgresRunStore.Open(new PostgresOptions(address));
        await using var engine = new WorkflowEngine(
            store, new PriorityWorkQueue(), new FailingHandler(), new DefinitionLoader(), TimeProvider.System, new EngineOptions { TakeUp = true });
        foreach (var name in Enumerable.Range(0, Workflows).Select(Workflow).Append(RareWorkflow))
        {
            await (await engine.StartAsync(new StartRun(Chain(name, "tool: noop", "tool: noop")))).Completion;
            await (await engine.StartAsync(new StartRun(Chain(name, "tool: noop", "tool: fail")))).Completion;
            var waiting = await engine.StartAsync(new StartRun(Chain(name, "tool: noop", "approval: { message: 'Go on?' }")));
            while ((await store.FindRunAsync(waiting.Id, CancellationToken.None))!.Attention == RunAttention.None)
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static Workflow Chain(string name, string action, string last) => BenchWorkflows.Read(new StringBuilder($"name: {name}\nsteps:\n")
        .Append(BenchWorkflows.Chained(StepsPerRun - 1, action))
        .Append(CultureInfo.InvariantCulture, $"  - key: last\n    {last}\n    dependsOn: [s{StepsPerRun - 2}]\n"));

    private async Task<Pattern[]> PatternsAsync()
    {
        var patterns = new List<Pattern>();
        await using (var command = _source.CreateCommand(
            "SELECT id, workflow, definition, status, last_seq, created_at, updated_at, attention FROM axle.runs ORDER BY id"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                patterns.Add(new Pattern(
                    rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6),
                    rows.GetInt32(7)));
            }
        }

        foreach (var pattern in patterns)
        {
            await using var command = _source.CreateCommand("SELECT seq, at, data FROM axle.events WHERE run = $1 ORDER BY seq");
            command.Parameters.Add(new() { Value = pattern.Number });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                pattern.Decisions.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
        }

        return [.. patterns];
    }

    /// <summary>Of 100 runs 88 completed, 10 failed, and 2 wait.</summary>
    private static Pattern PatternOf(Pattern[] patterns, int run)
    {
        var workflow = run % RareEvery == 0 ? Workflows : run % Workflows;
        var lot = run / Workflows % 100;
        return patterns[(workflow * 3) + (lot < 88 ? 0 : lot < 98 ? 1 : 2)];
    }

    private async Task CopyRunsAsync(Pattern[] patterns)
    {
        await using var connection = await _source.OpenConnectionAsync();
        var first = patterns.Max(static p => p.Number) + 1;
        await using var copy = await connection.BeginBinaryImportAsync("""
            COPY axle.runs (id, run_id, workflow, definition, status, last_seq, created_at, updated_at, epoch, attention, parent, group_limit, tenant)
            FROM STDIN (FORMAT BINARY)
            """);
        for (var i = 0; i < Runs; i++)
        {
            var (pattern, created) = (PatternOf(patterns, i), CreatedAt(i).UtcTicks);
            await copy.StartRowAsync();
            await copy.WriteAsync(first + i, NpgsqlDbType.Bigint);
            await copy.WriteAsync(IdOf(i).Value, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.Workflow, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.Definition, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.Status, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.LastSeq, NpgsqlDbType.Bigint);
            await copy.WriteAsync(created, NpgsqlDbType.Bigint);
            await copy.WriteAsync(created + pattern.UpdatedAt - pattern.CreatedAt, NpgsqlDbType.Bigint);
            await copy.WriteAsync(1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(pattern.Attention, NpgsqlDbType.Integer);
            await WriteOrNullAsync(copy, i % 20 == 19 ? IdOf(i - 19).Value : null);
            await copy.WriteAsync(0, NpgsqlDbType.Integer);
            await WriteOrNullAsync(copy, Tenant(i % (2 * Tenants) - Tenants));
        }

        await copy.CompleteAsync();
    }

    private async Task CopyEventsAsync(Pattern[] patterns)
    {
        await using var connection = await _source.OpenConnectionAsync();
        var first = patterns.Max(static p => p.Number) + 1;
        await using var copy = await connection.BeginBinaryImportAsync("COPY axle.events (run, seq, at, data) FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < Runs; i++)
        {
            var (pattern, created) = (PatternOf(patterns, i), CreatedAt(i).UtcTicks);
            foreach (var (seq, at, data) in pattern.Decisions)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(first + i, NpgsqlDbType.Bigint);
                await copy.WriteAsync(seq, NpgsqlDbType.Bigint);
                await copy.WriteAsync(created + at - pattern.CreatedAt, NpgsqlDbType.Bigint);
                await copy.WriteAsync(data, NpgsqlDbType.Bytea);
            }

            Events += pattern.LastSeq;
        }

        await copy.CompleteAsync();
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter copy, string? text) =>
        text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);

    /// <summary>A run that was executed.</summary>
    private sealed record Pattern(
        long Number, string Workflow, string Definition, string Status, long LastSeq, long CreatedAt, long UpdatedAt, int Attention)
    {
        public List<(long Seq, long At, byte[] Data)> Decisions { get; } = [];
    }

    /// <summary>Does nothing, or fails for good.</summary>
    private sealed class FailingHandler : IStepHandler
    {
        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
            context.Action is ToolAction { Tool: "fail" }
                ? throw new AxleException(ErrorKind.Validation, "The goods are sold out.")
                : ValueTask.FromResult(NoOpHandler.Result);
    }
}
