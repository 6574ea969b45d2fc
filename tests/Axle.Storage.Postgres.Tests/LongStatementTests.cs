using Axle.Storage.Postgres.Transfer;
using Npgsql;

namespace Axle.Storage.Postgres.Tests;

/// <summary>What goes through whole tables takes as long as it takes; other statements end after the time that the address says.</summary>
public sealed class LongStatementTests : IAsyncDisposable
{
    /// <summary>Statements that have waited for a lock for longer than the address gives one, 1 s.</summary>
    private const string Patient = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '1.2 s'
        """;

    private readonly TestDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Hasty => _database.Address + "&Command%20Timeout=1";

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Statistics_of_a_database_that_was_filled_take_their_time()
    {
        await using var target = await PostgresTransferTarget.OpenAsync(Hasty, Stop);
        await target.BeginAsync(new(Guid.NewGuid(), "file", DateTimeOffset.UnixEpoch, IsCopied: false), Stop);
        await OutlastsAsync("LOCK TABLE axle.events IN SHARE UPDATE EXCLUSIVE MODE", () => target.CopiedAsync(Stop).AsTask());
        (await PostgresTransferTarget.LookAsync(Hasty, Stop)).Transfer!.IsCopied.ShouldBeTrue();
    }

    [Fact(Timeout = 600_000)]
    public async Task Looking_at_all_rows_of_a_database_that_was_filled_takes_its_time()
    {
        await using var target = await PostgresTransferTarget.OpenAsync(Hasty, Stop);
        await target.BeginAsync(new(Guid.NewGuid(), "file", DateTimeOffset.UnixEpoch, IsCopied: false), Stop);
        await OutlastsAsync("LOCK TABLE axle.users IN SHARE MODE", () => target.TightenAsync(Stop).AsTask());
    }

    [Fact(Timeout = 600_000)]
    public async Task Bringing_tables_up_to_date_takes_its_time()
    {
        await _database.Open().DisposeAsync();
        await _database.RunAsync(
            "DROP SCHEMA axle CASCADE; CREATE SCHEMA axle; CREATE TABLE axle.versions (version int PRIMARY KEY, at timestamptz DEFAULT now())");
        Task OpenAsync() => Task.Run(() => PostgresRunStore.Open(new PostgresOptions(Hasty)).DisposeAsync().AsTask(), Stop);
        // Whoever makes a table of the same name first is waited for.
        await OutlastsAsync("CREATE TABLE axle.nodes (id int)", OpenAsync);
    }

    /// <summary>Does something that waits for what another transaction holds, until it has waited for longer than a statement may last.</summary>
    private async Task OutlastsAsync(string holding, Func<Task> act)
    {
        await using var connection = new NpgsqlConnection(PostgresAddress.Parse(_database.Address).ConnectionString);
        await connection.OpenAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var hold = new NpgsqlCommand(holding, connection, transaction))
            await hold.ExecuteNonQueryAsync(Stop);
        var acting = act();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        while (!acting.IsCompleted && (long)(await _database.RunAsync(Patient))! == 0)
            await timer.WaitForNextTickAsync(Stop);
        await transaction.RollbackAsync(Stop);
        await acting;
    }
}
