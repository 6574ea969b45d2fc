using Axle.Cli.Tests.Support;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite;

namespace Axle.Cli.Tests.Commands;

public sealed class CostCommandsTests
{
    [Fact]
    public async Task Costs_are_shown_by_what_is_asked_and_rows_add_up()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("cost")).Error.ShouldContain("No model was called.");
        await WriteAsync(bench, Call("alice", 1.004m), Call("bob", 1.004m), Call("carol", 1.004m), Call(null, 0.333333333333m) with { Unpriced = ["cacheWrite"] });

        var text = (await bench.RunAsync("cost", "--by", "user")).Output;
        text.ShouldContain("USER");
        text.ShouldContain("(none)");
        text.ShouldContain("total   4");
        text.ShouldContain("$3.35");
        text.ShouldContain("At least $3.35; 1 call with unknown parts (cacheWrite).");
        text.Split('\n').Where(static l => l.Contains("$1.0", StringComparison.Ordinal)).Count().ShouldBe(3);

        var json = (await bench.RunAsync("cost", "--by", "day", "--json")).Json;
        json.GetProperty("total").GetProperty("usd").GetProperty("total").GetDecimal().ShouldBe(3.345333333333m);
        json.GetProperty("total").GetProperty("unpriced").GetProperty("parts")[0].GetString().ShouldBe("cacheWrite");
        json.GetProperty("rows")[0].GetProperty("key").GetString().ShouldBe("2026-01-02");
        (await bench.RunAsync("cost", "--since", "2026-01-03")).Error.ShouldContain("No model was called.");
    }

    [Theory]
    [InlineData("--by", "week", "--by 'week' does not exist")]
    [InlineData("--since", "soon", "is no length of time")]
    [InlineData("--until", "2026-13-01", "is no time")]
    public async Task What_cannot_be_meant_is_said(string option, string value, string message)
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("cost", option, value);
        answer.Code.ShouldBe(ExitCodes.Usage);
        answer.Error.ShouldContain(message);
    }

    [Fact]
    public async Task A_budget_is_listed_and_raised()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("budget", "list")).Error.ShouldContain("No call was counted");
        await WriteAsync(bench);
        (await bench.RunAsync("budget", "list")).Output.ShouldContain("session:s1");
        (await bench.RunAsync("budget", "raise", "sesion:s1", "--usd", "5")).Error.ShouldContain("Did you mean 'session:s1'?");
        (await bench.RunAsync("budget", "raise", "session:s1", "--usd", "1")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("budget", "raise", "session:s1")).Error.ShouldContain("Say how far");

        (await bench.RunAsync("budget", "raise", "session:s1", "--usd", "5")).Output.ShouldContain("session:s1 is raised. $0.50 of it is spent.");
        var budget = (await bench.RunAsync("budget", "list", "--json")).Json.GetProperty("budgets")[0];
        budget.GetProperty("limit").GetProperty("usd").GetDecimal().ShouldBe(5);
        budget.GetProperty("raised").GetBoolean().ShouldBeTrue();
    }

    private static LedgerEntry Call(string? user, decimal usd) =>
        new(Guid.CreateVersion7(), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new Scope { User = user }, "anthropic", "claude-sonnet-4-5")
        {
            Outcome = CallOutcome.Succeeded,
            Usage = new ModelUsage(1000, 200, 0),
            Cost = new CostSplit(usd, 0, 0, 0),
        };

    private static async Task WriteAsync(Workbench bench, params LedgerEntry[] calls)
    {
        await using var store = SqliteRunStore.Open(bench.DatabasePath);
        var (session, half) = (new BudgetWindow("session:s1", ""), new Spending(0.5m, 0, 0));
        await store.Ledger.ClaimAsync([new BudgetClaim(session, new SpendingLimit(2)) { Need = half, Wish = half }], default);
        await store.Ledger.WriteAsync(new LedgerBatch(calls, [new BudgetMove(session, half, half)]), default);
    }
}
