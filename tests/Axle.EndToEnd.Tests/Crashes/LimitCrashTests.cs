using Axle.EndToEnd.Tests.Stores;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>Real processes that share the limit of a provider, 60 calls a minute, on one real PostgreSQL.</summary>
public sealed class LimitCrashTests
{
    private readonly string _database;

    public LimitCrashTests()
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        _database = PostgresServer.Shared.CreateDatabase();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task Processes_pass_no_limit_together_and_one_that_is_killed_holds_nothing_longer_than_its_window()
    {
        var clock = new LimitClock(_database);
        await clock.MoveAsync(TimeSpan.Zero, Stop);
        using (var victim = CrashHost.Start("ask-and-stall", _database, new RunId("limit")))
        {
            // Ten are answered, and up to eight more are never.
            (await victim.ReadAsync(10, Stop)).ShouldAllBe(static line => line == "asked");
            await victim.KillAsync(Stop);
        }

        using var one = CrashHost.Start("ask", _database, new RunId("limit"));
        using var other = CrashHost.Start("ask", _database, new RunId("limit"));
        var said = await Task.WhenAll(one.ReadAsync(int.MaxValue, Stop), other.ReadAsync(int.MaxValue, Stop));
        said.Select(static lines => lines[^1]).ShouldBe(["ended", "ended"]);
        said.Sum(static lines => lines.Count - 1).ShouldBeInRange(60 - 18, 60 - 10);

        await clock.MoveAsync(TimeSpan.FromMinutes(1), Stop);
        using var heir = CrashHost.Start("ask", _database, new RunId("limit"));
        (await heir.ReadAsync(int.MaxValue, Stop)).Count(static line => line == "asked").ShouldBe(60);
    }
}
