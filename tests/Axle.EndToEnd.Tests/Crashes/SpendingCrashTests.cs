using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>Processes that spend from one budget are killed with -9: nothing is ever spent twice, held for the dead, or lost.</summary>
public sealed class SpendingCrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-spend-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_killed_process_leaves_no_reservation_behind_and_the_budget_is_never_passed()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 6; round++)
        {
            using var victim = CrashHost.Start("spend", Database, new RunId("run-spend"));
            using var other = CrashHost.Start("spend", Database, new RunId("run-spend"));
            await victim.ReadAsync(random.Next(5, 40), Cancellation);
            await CheckAsync(isOver: false);
            await victim.KillAsync(Cancellation);
            if (round % 2 == 0)
                await other.KillAsync(Cancellation);
            await CheckAsync(isOver: false);
        }

        using var last = CrashHost.Start("spend", Database, new RunId("run-spend"));
        (await last.ReadAsync(int.MaxValue, Cancellation))[^1].ShouldBe("ended");
        await last.WaitAsync(Cancellation);
        await CheckAsync(isOver: true);
    }

    private async Task CheckAsync(bool isOver)
    {
        await using var store = SqliteRunStore.Open(Database);
        if (await store.Ledger.ListBudgetsAsync(10, Cancellation) is not [var budget])
            return;
        (budget.Spent + budget.Held).FitsInto(new Spending(1m, long.MaxValue, long.MaxValue)).ShouldBeTrue(budget.ToString());
        if (!isOver)
            return;
        var calls = await store.Ledger.ListAsync(new LedgerQuery { Limit = 100_000 }, Cancellation);
        budget.Held.IsZero.ShouldBeTrue();
        budget.Spent.Usd.ShouldBeInRange(0.9m, 1m);
        budget.Spent.Usd.ShouldBe(calls.Sum(static c => c.Usd + c.AtMostMore.Usd));
        calls.ShouldAllBe(c => c.Outcome == CallOutcome.Succeeded || (c.Outcome == CallOutcome.Interrupted && c.Unpriced.Contains("usage")));
        calls.ShouldContain(c => c.Outcome == CallOutcome.Interrupted);
    }
}
