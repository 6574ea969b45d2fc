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

    [Fact(Timeout = 600_000)]
    public async Task A_killed_process_leaves_no_reservation_behind_and_the_budget_is_never_passed()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 4; round++)
        {
            var session = $"run-spend-{round}";
            using (var victim = CrashHost.Start("spend-and-stall", Database, new RunId(session)))
            using (var other = CrashHost.Start("spend-and-stall", Database, new RunId(session)))
            {
                var before = random.Next(5, 40);
                await victim.ReadAsync(before, Cancellation);
                await CheckAsync(session, isOver: false);
                // Every other time at any moment; else when only calls are left that will never be answered, and they are written down.
                if (round % 2 == 1)
                {
                    await victim.ReadAsync(40 - before, Cancellation);
                    await other.ReadAsync(40, Cancellation);
                    await OpenCallsAsync(session);
                }

                await victim.KillAsync(Cancellation);
                await CheckAsync(session, isOver: false);
                await other.KillAsync(Cancellation);
            }

            using var heir = CrashHost.Start("spend", Database, new RunId(session));
            (await heir.ReadAsync(int.MaxValue, Cancellation))[^1].ShouldBe("ended");
            await heir.WaitAsync(Cancellation);
            var calls = await CheckAsync(session, isOver: true);
            if (round % 2 == 1)
                calls.ShouldContain(c => c.Outcome == CallOutcome.Interrupted);
        }
    }

    private async Task OpenCallsAsync(string session)
    {
        await using var store = SqliteRunStore.Open(Database);
        while (!(await store.Ledger.ListAsync(Calls(session), Cancellation)).Any(static c => c.Outcome == CallOutcome.Open))
            await Task.Yield();
    }

    private async Task<IReadOnlyList<LedgerEntry>> CheckAsync(string session, bool isOver)
    {
        await using var store = SqliteRunStore.Open(Database);
        var budgets = await store.Ledger.ListBudgetsAsync(10, Cancellation);
        if (budgets.SingleOrDefault(b => b.Window.Budget.EndsWith(session, StringComparison.Ordinal)) is not { } budget)
            return [];
        (budget.Spent + budget.Held).FitsInto(new Spending(1m, long.MaxValue, long.MaxValue)).ShouldBeTrue(budget.ToString());
        var calls = await store.Ledger.ListAsync(Calls(session), Cancellation);
        if (!isOver)
            return calls;
        budget.Held.IsZero.ShouldBeTrue();
        budget.Spent.Usd.ShouldBeInRange(0.9m, 1m);
        budget.Spent.Usd.ShouldBe(calls.Sum(static c => c.Usd + c.AtMostMore.Usd));
        calls.ShouldAllBe(c => c.Outcome == CallOutcome.Succeeded || (c.Outcome == CallOutcome.Interrupted && c.Unpriced.Contains("usage")));
        return calls;
    }

    private static LedgerQuery Calls(string session) => new() { Session = session, Limit = 100_000 };
}
