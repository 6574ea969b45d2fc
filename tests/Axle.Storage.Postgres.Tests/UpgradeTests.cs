using Axle.Storage.Postgres.Database;
using Npgsql;

namespace Axle.Storage.Postgres.Tests;

/// <summary>A database that an older version made.</summary>
public sealed class UpgradeTests : IAsyncDisposable
{
    private const int Before = 8;
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task It_is_brought_up_to_date_while_a_node_of_that_version_writes()
    {
        await MakeAsync();
        await using var node = new NpgsqlConnection(PostgresAddress.Parse(_database.Address).ConnectionString);
        await node.OpenAsync(Cancellation);
        await using var writing = new NpgsqlCommand("INSERT INTO axle.events (run, seq, at, data) VALUES (1, $1, 1, '')", node) { Parameters = { new() { Value = 1L } } };
        await writing.PrepareAsync(Cancellation);
        await writing.ExecuteNonQueryAsync(Cancellation);
        await using var transaction = await node.BeginTransactionAsync(Cancellation);
        await DoAsync(node, "SELECT id FROM axle.nodes FOR KEY SHARE");
        var opening = Task.Run(() => _database.Open(), Cancellation);
        // It waits for the node: for its transaction to end, or for what it holds.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!opening.IsCompleted && await IsWaitingAsync() == 0)
            await timer.WaitForNextTickAsync(Cancellation);
        await DoAsync(node, "UPDATE axle.runs SET updated_at = 2");
        await transaction.CommitAsync(Cancellation);
        await opening;
        (await _database.RunAsync("SELECT max(version) FROM axle.versions")).ShouldBe(SchemaVersions.Steps.Count);
        (await _database.RunAsync("SELECT updated_at FROM axle.runs")).ShouldBe(2L);
        // It goes on with what it has prepared, though its table is a partition by now.
        writing.Parameters[0].Value = 2L;
        await writing.ExecuteNonQueryAsync(Cancellation);
        (await _database.RunAsync("SELECT string_agg(seq::text, ',' ORDER BY seq) FROM axle.events WHERE run = 1")).ShouldBe("1,2");
        (await _database.RunAsync("SELECT count(*) FROM axle.events_first")).ShouldBe(2L);
        (await _database.RunAsync("SELECT below FROM axle.event_parts WHERE name = 'events_first'")).ShouldBe(4_000_000L);
        (await _database.RunAsync("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).ShouldBe(0L);
        (await _database.RunAsync("SELECT pg_get_indexdef('axle.runs_workflow'::regclass)")).ShouldBeOfType<string>().ShouldEndWith("INCLUDE (tenant, status)");
        (await _database.RunAsync("SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%_new'")).ShouldBe(0L);
    }

    /// <summary>One table is changed before its step, the other in a step.</summary>
    [Theory(Timeout = 600_000)]
    [InlineData("events", "INSERT INTO axle.events (run, seq, at, data) VALUES (1, 1, 1, '')")]
    [InlineData("limit_windows", "DELETE FROM axle.limit_windows")]
    public async Task What_waits_for_a_backup_gives_way_to_who_writes(string table, string writing)
    {
        await MakeAsync();
        await using var backup = new NpgsqlConnection(PostgresAddress.Parse(_database.Address).ConnectionString);
        await backup.OpenAsync(Cancellation);
        await using var transaction = await backup.BeginTransactionAsync(Cancellation);
        await DoAsync(backup, $"LOCK TABLE axle.{table} IN ACCESS SHARE MODE");
        var opening = Task.Run(() => _database.Open(), Cancellation);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!opening.IsCompleted && await IsWaitingAsync() == 0)
            await timer.WaitForNextTickAsync(Cancellation);

        await _database.RunAsync(writing);

        opening.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync(Cancellation);
        await opening;
        (await _database.RunAsync("SELECT max(version) FROM axle.versions")).ShouldBe(SchemaVersions.Steps.Count);
    }

    /// <summary>As of then, with a node, a run, and what somebody began for later versions and did not end: an index, and a bound that is near.</summary>
    private async Task MakeAsync()
    {
        await _database.RunAsync("CREATE SCHEMA axle; CREATE TABLE axle.versions (version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
        for (var version = 0; version < Before; version++)
            await _database.RunAsync($"{SchemaVersions.Steps[version]}; INSERT INTO axle.versions (version) VALUES ({version + 1})");
        await _database.RunAsync("INSERT INTO axle.nodes (name, session, engine, beat_at, lease) VALUES ('old', 'old', true, clock_timestamp(), '1 hour')");
        await _database.RunAsync(
            "INSERT INTO axle.runs (id, run_id, workflow, definition, status, last_seq, created_at, updated_at, epoch, attention, group_limit) "
            + "VALUES (1, 'run-1', 'test', 'hash', 'executing', 1, 1, 1, 1, 0, 1)");
        await _database.RunAsync("ALTER TABLE axle.events ADD CONSTRAINT events_below CHECK (run < 3) NOT VALID");
        await _database.RunAsync("CREATE INDEX runs_workflow_new ON axle.runs (workflow)");
        await _database.RunAsync("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'axle.runs_workflow_new'::regclass");
    }

    private async Task<long> IsWaitingAsync() =>
        (long)(await _database.RunAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))!;

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
