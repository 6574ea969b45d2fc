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
/// Fills an empty database. A few runs of each workflow are executed by an engine; the others are copies of those, under ids, tenants and times of their own,
/// put in by COPY, and the indexes are made after that: what is stored is what the engine stores.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="filled">What it shall have.</param>
internal sealed class DatabaseFill(NpgsqlDataSource source, FilledDatabase filled)
{
    /// <summary>The table that says that it was filled to the end.</summary>
    public const string Note = "public.filled";

    private const int StepsPerRun = 9;
    private const int RareEvery = 100_000;

    /// <summary>What makes the indexes of a table again, and what removes them.</summary>
    private const string Indexes = """
        SELECT format('ALTER TABLE axle.%I ADD CONSTRAINT %I %s', $1, conname, pg_get_constraintdef(oid)),
            format('ALTER TABLE axle.%I DROP CONSTRAINT %I', $1, conname)
        FROM pg_constraint WHERE conrelid = ('axle.' || $1)::regclass AND contype IN ('p', 'u')
        UNION ALL
        SELECT pg_get_indexdef(indexrelid), format('DROP INDEX %s', indexrelid::regclass)
        FROM pg_index i WHERE indrelid = ('axle.' || $1)::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
        """;

    /// <summary>Fills it.</summary>
    public async Task RunAsync()
    {
        await ExecuteAsync(filled.Address);
        var patterns = await PatternsAsync();
        var events = 0L;
        await using (var making = source.CreateCommand($"SELECT axle.make_history({filled.Runs + patterns.Max(static p => p.Number)})"))
            await making.ExecuteNonQueryAsync();
        await Task.WhenAll(
            FillAsync("runs", connection => CopyRunsAsync(connection, patterns)),
            FillAsync("events", async connection => events = await CopyEventsAsync(connection, patterns)));
        await using var connection = await source.OpenConnectionAsync();
        // Only when nobody copies any more, all rows are seen by everybody.
        // As autovacuum does: never the partitioned table itself.
        await DoAsync(connection, "VACUUM (ANALYZE) axle.runs, axle.events_first");
        await DoAsync(connection, $"CREATE TABLE {Note} AS SELECT {events}::bigint AS events");
        await DoAsync(connection, "CHECKPOINT");
    }

    private async Task FillAsync(string table, Func<NpgsqlConnection, Task> copy)
    {
        await using var connection = await source.OpenConnectionAsync();
        await DoAsync(connection, "SET maintenance_work_mem = '256MB'");
        var indexes = new List<(string Make, string Remove)>();
        await using (var command = new NpgsqlCommand(Indexes, connection) { Parameters = { new() { Value = table } } })
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
                indexes.Add((rows.GetString(0), rows.GetString(1)));
        }

        foreach (var (_, remove) in indexes)
            await DoAsync(connection, remove);
        await copy(connection);
        foreach (var (make, _) in indexes)
            await DoAsync(connection, make);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Of each workflow one run that completes, one that fails, and one that waits for a person.</summary>
    private static async Task ExecuteAsync(string address)
    {
        await using var store = PostgresRunStore.Open(new PostgresOptions(address));
        await using var engine = new WorkflowEngine(
            store, new PriorityWorkQueue(), new FailingHandler(), new DefinitionLoader(), TimeProvider.System, new EngineOptions { TakeUp = true });
        foreach (var name in Enumerable.Range(0, FilledDatabase.Workflows).Select(FilledDatabase.Workflow).Append(FilledDatabase.RareWorkflow))
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
        await using (var command = source.CreateCommand(
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
            await using var command = source.CreateCommand("SELECT seq, at, data FROM axle.events WHERE run = $1 ORDER BY seq");
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
        var workflow = run % RareEvery == 0 ? FilledDatabase.Workflows : run % FilledDatabase.Workflows;
        var lot = run / FilledDatabase.Workflows % 100;
        return patterns[(workflow * 3) + (lot < 88 ? 0 : lot < 98 ? 1 : 2)];
    }

    private async Task CopyRunsAsync(NpgsqlConnection connection, Pattern[] patterns)
    {
        var first = patterns.Max(static p => p.Number) + 1;
        await using var copy = await connection.BeginBinaryImportAsync("""
            COPY axle.runs (id, run_id, workflow, definition, status, last_seq, created_at, updated_at, epoch, attention, parent, group_limit, tenant)
            FROM STDIN (FORMAT BINARY)
            """);
        for (var i = 0; i < filled.Runs; i++)
        {
            var (pattern, created) = (PatternOf(patterns, i), filled.CreatedAt(i).UtcTicks);
            await copy.StartRowAsync();
            await copy.WriteAsync(first + i, NpgsqlDbType.Bigint);
            await copy.WriteAsync(filled.IdOf(i).Value, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.Workflow, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.Definition, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.Status, NpgsqlDbType.Text);
            await copy.WriteAsync(pattern.LastSeq, NpgsqlDbType.Bigint);
            await copy.WriteAsync(created, NpgsqlDbType.Bigint);
            await copy.WriteAsync(created + pattern.UpdatedAt - pattern.CreatedAt, NpgsqlDbType.Bigint);
            await copy.WriteAsync(1L, NpgsqlDbType.Bigint);
            await copy.WriteAsync(pattern.Attention, NpgsqlDbType.Integer);
            await WriteOrNullAsync(copy, i % 20 == 19 ? filled.IdOf(i - 19).Value : null);
            await copy.WriteAsync(0, NpgsqlDbType.Integer);
            await WriteOrNullAsync(copy, FilledDatabase.TenantOf(i));
        }

        await copy.CompleteAsync();
    }

    /// <returns>Events that were put in.</returns>
    private async Task<long> CopyEventsAsync(NpgsqlConnection connection, Pattern[] patterns)
    {
        var first = patterns.Max(static p => p.Number) + 1;
        var events = 0L;
        await using var copy = await connection.BeginBinaryImportAsync("COPY axle.events (run, seq, at, data) FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < filled.Runs; i++)
        {
            var (pattern, created) = (PatternOf(patterns, i), filled.CreatedAt(i).UtcTicks);
            foreach (var (seq, at, data) in pattern.Decisions)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(first + i, NpgsqlDbType.Bigint);
                await copy.WriteAsync(seq, NpgsqlDbType.Bigint);
                await copy.WriteAsync(created + at - pattern.CreatedAt, NpgsqlDbType.Bigint);
                await copy.WriteAsync(data, NpgsqlDbType.Bytea);
            }

            events += pattern.LastSeq;
        }

        await copy.CompleteAsync();
        return events;
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
