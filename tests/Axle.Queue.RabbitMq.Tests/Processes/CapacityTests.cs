using System.Text.Json.Nodes;
using Axle.Capacity;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Storage.Postgres;
using Axle.Workflows.Scaling;
using Axle.Workflows.Scaling.Forecasting;
using Npgsql;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>What is expected of the next hours, from weeks of history in PostgreSQL.</summary>
public sealed class CapacityTests : IAsyncDisposable
{
    /// <summary>
    /// Every minute of four weeks: two steps a second by night, twenty from 8 to 18 o'clock; a step of llm takes 10 s, one of code half a second.
    /// </summary>
    private const string Weeks = """
        INSERT INTO axle.pool_minutes (minute, pool, arrived, ended, busy)
        SELECT m, p, n, n, n * s FROM generate_series($1 - 40320, $1 - 1) m
            CROSS JOIN (VALUES ('llm', 100000000::bigint), ('code', 5000000)) pools (p, s)
            CROSS JOIN LATERAL (SELECT CASE WHEN (m / 60) % 24 BETWEEN 8 AND 17 THEN 1200 ELSE 120 END) load (n)
        """;

    private static readonly DateTimeOffset Midnight = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private readonly string _address;
    private readonly PostgresRunStore _store;

    public CapacityTests()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        _address = PostgresServer.Shared.CreateDatabase();
        _store = PostgresRunStore.Open(new PostgresOptions(_address));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_day_is_expected_as_it_was_and_the_pool_that_is_full_first_is_named()
    {
        await FillAsync();
        var outlook = await Planner(new MemoryLedger(TimeProvider.System), ModelOptions.None)
            .LookAsync(24, new PoolBounds { SlotsPerWorker = 50, MaxWorkers = 4 }, null, Cancellation);
        var llm = outlook.Pools.Single(static p => p.Pool == "llm");
        (llm.Basis, llm.HistoryHours, llm.ServiceSeconds).ShouldBe((ForecastBasis.HourOfWeek, 672, 10));
        llm.Hours.Select(static h => Math.Round(h.ArrivalsPerSecond)).ShouldBe(Enumerable.Range(1, 24).Select(static h => h % 24 is >= 8 and <= 17 ? 20.0 : 2));
        // 200 slots are busy by day, and a few more are needed: five workers of fifty.
        llm.Hours.Single(static h => h.Hour == Midnight.AddHours(9)).Workers.ShouldBe(5);
        llm.Hours.Single(static h => h.Hour == Midnight.AddHours(3)).Workers.ShouldBe(1);
        outlook.Bottleneck.ShouldBe(new Bottleneck("pool", "llm", 1.25, Midnight.AddHours(8)));
        var roomy = await Planner(new MemoryLedger(TimeProvider.System), ModelOptions.None)
            .LookAsync(6, new PoolBounds { SlotsPerWorker = 50 }, null, Cancellation);
        roomy.Bottleneck!.Share.ShouldBeLessThan(0.1);
    }

    [Fact]
    public async Task A_provider_whose_limit_is_reached_before_is_named_instead()
    {
        await FillAsync();
        var ledger = new MemoryLedger(TimeProvider.System);
        // One call for every thousandth step of the last day: 1.2 a minute by day.
        var steps = 60 * ((10 * 1200) + (14 * 120));
        await ledger.WriteAsync(
            new LedgerBatch([.. Enumerable.Range(0, steps / 1_000).Select(i => Call(Midnight.AddSeconds(-60 - i)))], []), Cancellation);
        var limited = new ModelOptions([new ProviderOptions("acme", "openai") { RequestsPerMinute = 1 }]);
        var outlook = await Planner(ledger, limited).LookAsync(24, new PoolBounds { SlotsPerWorker = 50 }, null, Cancellation);
        var acme = outlook.Providers.ShouldHaveSingleItem();
        acme.CallsPerStep.ShouldBe(0.001, 0.00001);
        acme.FullAt.ShouldBe(Midnight.AddHours(8));
        (outlook.Bottleneck!.Kind, outlook.Bottleneck.Name, outlook.Bottleneck.At).ShouldBe(("provider", "acme", Midnight.AddHours(8)));
    }

    [Fact]
    public async Task People_are_told_that_without_history_nothing_can_be_expected()
    {
        await using var nodes = new Installation(RabbitServer.Shared);
        var asked = await nodes.StartAsync("}", "node", "capacity", "--json");
        (await asked.WaitAsync(Cancellation)).ShouldBe(0);
        var told = JsonNode.Parse(asked.Said)!;
        told["pools"]!.AsArray().Select(static p => ((string)p!["pool"]!, (string)p["basis"]!)).ShouldBe([("code", "none"), ("llm", "none")]);
        told["database"]!["writes"].ShouldBeNull();
        ((string)told["bottleneck"]!["name"]!).ShouldBe("connections");
    }

    [Fact]
    public async Task Writers_are_full_when_more_is_decided_than_their_transactions_take_and_a_disk_when_the_database_has_grown()
    {
        // By night 2 decisions a second, each in a transaction of its own; by day 20 in 5. A transaction takes 1 ms, and 0.1 ms for each decision.
        await FillWritesAsync(writers: 2, night: (120, 120), day: (1_200, 300), perDecision: 1_000);
        var database = (await LookAsync(disk: 10)).Database!;
        var writes = database.Writes!;
        (writes.Basis, writes.HistoryHours, writes.FullAt).ShouldBe((ForecastBasis.HourOfWeek, 672, null));
        writes.At.Hour.ShouldBeInRange(8, 17);
        writes.DecisionsPerSecond.ShouldBe(20, 0.01);
        writes.MostPerSecond.ShouldBe(2 / 0.00011, 1);
        writes.DecisionsPerCommit.ShouldBe(820_800.0 / 280_800, 0.001);
        writes.MostBusyShare.ShouldBe(25.2 / 3_600 / 2, 0.0001);
        // A gigabyte a day; the database of the test itself has a few megabytes.
        database.BytesPerDay!.Value.ShouldBe(1e9, 1e6);
        database.DiskFullAt!.Value.ShouldBeInRange(Midnight.AddDays(9.8), Midnight.AddDays(10));
        (database.Connections, database.MostConnections).ShouldBe((Math.Clamp(database.Connections, 1, 297), 297));
    }

    [Fact]
    public async Task Fuller_transactions_count_as_no_cheaper_where_all_were_equally_full()
    {
        await FillWritesAsync(writers: 1, night: (120, 30), day: (180_000, 45_000), perDecision: 2_000);
        var outlook = await LookAsync(disk: null);
        outlook.Database!.Writes!.MostPerSecond.ShouldBe(1 / 0.00045, 1);
        outlook.Bottleneck.ShouldBe(new Bottleneck("database", "writes", outlook.Bottleneck!.Share, Midnight.AddHours(8)));
        outlook.Bottleneck.Share.ShouldBeGreaterThan(1.34);
        (outlook.Database.DiskBytes, outlook.Database.DiskFullAt).ShouldBe((null, null));
    }

    [Fact]
    public async Task A_disk_that_is_full_tomorrow_is_named()
    {
        await FillWritesAsync(writers: 1, night: (120, 30), day: (120, 30), perDecision: 2_000);
        var outlook = await LookAsync(disk: 1, hours: 48);
        (outlook.Bottleneck!.Kind, outlook.Bottleneck.Name).ShouldBe(("database", "disk"));
        outlook.Bottleneck.At.ShouldBeInRange(Midnight.AddHours(20), Midnight.AddHours(24));
    }

    private async Task<CapacityOutlook> LookAsync(int? disk, int hours = 24) =>
        await Planner(new MemoryLedger(TimeProvider.System), ModelOptions.None).LookAsync(hours, new PoolBounds(), disk, Cancellation);

    /// <summary>Every minute of four weeks; an engine with writers that lives; and a size that grows by a gigabyte a day.</summary>
    private async Task FillWritesAsync(int writers, (long Decisions, long Commits) night, (long Decisions, long Commits) day, long perDecision)
    {
        await DoAsync(
            """
            INSERT INTO axle.database_minutes (minute, decisions, commits, busy, bytes)
            SELECT m, d, c, c * 10000 + d * $6, ((m - $1 + 40320) * 1e9 / 1440)::bigint FROM generate_series($1 - 40320, $1 - 1) m
                CROSS JOIN LATERAL (SELECT (m / 60) % 24 BETWEEN 8 AND 17 AS day) o
                CROSS JOIN LATERAL (SELECT CASE WHEN day THEN $4 ELSE $2 END AS d, CASE WHEN day THEN $5 ELSE $3 END AS c) load
            """,
            Midnight.UtcTicks / TimeSpan.TicksPerMinute, night.Decisions, night.Commits, day.Decisions, day.Commits, perDecision);
        await DoAsync(
            """
            INSERT INTO axle.nodes (name, session, lease, engine, writers, beat_at) VALUES ('an engine', 'none', '1 day', true, $1, clock_timestamp())
            """,
            writers);
    }

    private CapacityPlanner Planner(MemoryLedger ledger, ModelOptions models) => new(_store, _store, ledger, models, new SetTime());

    private Task FillAsync() => DoAsync(Weeks, Midnight.UtcTicks / TimeSpan.TicksPerMinute);

    private async Task DoAsync(string sql, params object[] values)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = PostgresServer.Shared.Host,
            Username = "axle",
            Database = _address.Split("@/")[1].Split('?')[0],
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static LedgerEntry Call(DateTimeOffset at) =>
        new(Guid.CreateVersion7(), at, new Scope { Tenant = Scope.DefaultTenant }, "acme", "small") { Outcome = CallOutcome.Succeeded };

    private sealed class SetTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Midnight.AddMinutes(10);
    }
}
