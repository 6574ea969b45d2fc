using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres.Tests;

/// <summary>After the database was away for a moment, all nodes look dead to whoever is back first.</summary>
public sealed class BurialTests : IAsyncDisposable
{
    private const string Cut =
        "SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    /// <summary>A node whose last sign of life is as old as its lease lets it be, and that has no session.</summary>
    private const string Cutoff = """
        INSERT INTO axle.nodes (name, session, lease, engine, roles, pools, version, beat_at)
        VALUES ($1, 'axle ' || $1, interval '1 hour', true, '', '', '', clock_timestamp() - interval '30 minutes') RETURNING id
        """;

    private const string IsThere = "SELECT EXISTS (SELECT 1 FROM axle.nodes WHERE id = $1)";
    private readonly TestDatabase _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = 600_000)]
    public async Task Who_was_cut_off_with_the_others_gives_them_the_time_of_a_lease_to_come_back()
    {
        await _database.Open().DisposeAsync();
        await using var database = new PostgresDatabase(new PostgresOptions(_database.Address), "axle back-first", TimeProvider.System);
        using var connection = new NodeConnection(database, TimeSpan.FromSeconds(2));
        var own = new Tenure(await AddAsync("own"));
        // Who has buried somebody has seen the database work for the time of a lease.
        await BeatUntilBuriedAsync(connection, own, await AddAsync("dead"));

        await _database.RunAsync(Cut);
        var other = await AddAsync("other");
        Beat(connection, own).ShouldBeNull("its connection is lost, too");
        Beat(connection, own).ShouldBe(true);

        (await IsThereAsync(other)).ShouldBeTrue("it has had no time to come back");
        await BeatUntilBuriedAsync(connection, own, other);
    }

    private static bool? Beat(NodeConnection connection, Tenure own) => connection.Beat(own, takesUp: true, default);

    private async Task BeatUntilBuriedAsync(NodeConnection connection, Tenure own, long node)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (await IsThereAsync(node))
        {
            await timer.WaitForNextTickAsync(Stop);
            Beat(connection, own).ShouldBe(true);
        }
    }

    private async Task<long> AddAsync(string name) => (long)(await _database.RunAsync(Cutoff, name))!;

    private async Task<bool> IsThereAsync(long node) => (bool)(await _database.RunAsync(IsThere, node))!;
}
