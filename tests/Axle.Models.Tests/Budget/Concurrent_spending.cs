using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Budget;

public sealed class Concurrent_spending
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 3.0)]
    [InlineData(3, 0.02)]
    public async Task Many_callers_never_pass_a_hard_budget_and_the_ledger_adds_up(int seed, double limit)
    {
        var usd = (decimal)limit;
        var ledger = new WatchedLedger(new MemoryLedger(TimeProvider.System), usd);
        await using var book = new SpendingBook(
            new([
                new BudgetRule(BudgetSubject.Everything, new SpendingLimit(usd, 400_000, 600)),
                new BudgetRule(BudgetSubject.Session, new SpendingLimit(usd / 2)),
                new BudgetRule(BudgetSubject.User, new SpendingLimit(usd)) { Per = BudgetPeriod.Day },
            ]),
            ledger,
            TimeProvider.System);
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
        {
            var random = new Random((seed * 1000) + caller);
            using var model = new ScriptedModel
            {
                Answer = async options =>
                {
                    await Task.Yield();
                    return random.Next(10) switch
                    {
                        0 => throw new AxleException(ErrorKind.Overloaded, "busy"),
                        1 => throw new AxleException(ErrorKind.Timeout, "slow"),
                        _ => ScriptedModel.Tokens(random.Next(10), random.Next(options!.MaxOutputTokens!.Value)),
                    };
                },
            };
            for (var i = 0; i < 50; i++)
            {
                var call = ScriptedModel.Call($"s{caller % 3}", random.Next(1, 4_000), "alice");
                try
                {
                    await model.Behind(book, TimeProvider.System).GetResponseAsync(call.Request.Messages, ScriptedModel.Options(call), Stop);
                }
                catch (AxleException e)
                {
                    if (e.Error.Kind == ErrorKind.QuotaSpent)
                        Interlocked.Increment(ref refused);
                }
            }
        })));
        await book.FlushAsync(Stop);

        refused.ShouldBeGreaterThan(0);
        var entries = await ledger.ListAsync(new LedgerQuery(), Stop);
        entries.ShouldAllBe(e => e.Outcome != CallOutcome.Open);
        var standings = await ledger.ListBudgetsAsync(100, Stop);
        standings.ShouldAllBe(b => b.Held.IsZero && b.Spent.FitsInto(b.Limit.Amount));
        standings.Single(b => b.Window.Budget == "everything").Spent.Usd.ShouldBe(entries.Sum(static e => e.Usd + e.AtMostMore.Usd));
        standings.Where(b => b.Window.Budget.StartsWith("session:", StringComparison.Ordinal)).Sum(static b => b.Spent.Usd)
            .ShouldBe(standings.Where(b => b.Window.Budget.StartsWith("user:", StringComparison.Ordinal)).Sum(static b => b.Spent.Usd));
        ledger.Highest.ShouldBeInRange(usd * 0.5m, usd);
    }

    /// <summary>A plain reference says for each random step whether a call may go, must wait or is refused; the book agrees.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task A_random_walk_of_one_caller_agrees_with_a_plain_reference(int seed)
    {
        var random = new Random(seed);
        var ledger = new MemoryLedger(TimeProvider.System);
        // Under a clock that stands, the book writes when it is told to, and not in the middle of a step.
        await using var book = new SpendingBook(ScriptedModel.Session(1), ledger, new ManualTime());
        var (spent, limit, refusals) = (0m, 1m, 0);
        for (var step = 0; step < 300; step++)
        {
            if (random.Next(40) == 0)
                await ledger.RaiseAsync(new BudgetWindow("session:s", ""), new SpendingLimit(limit += 0.5m), Stop);
            var estimate = new CallEstimate(random.Next(1, 1000), random.Next(1, 1000) / 1_000_000m, random.Next(1, 20_000), 0.00001m);
            var mayGo = spent + estimate.With(estimate.LeastOutput).Usd <= limit;
            try
            {
                var call = await book.ReserveAsync(new CallAsk(new Scope { Session = "s" }, "p", "m", estimate), Stop);
                mayGo.ShouldBeTrue();
                var cost = new Spending(random.Next((int)(call.Amount.Usd * 1_000_000) + 1) / 1_000_000m, call.Amount.Tokens, 1);
                spent += cost.Usd;
                book.Settle(call, call.Entry with { Outcome = CallOutcome.Succeeded, Unpriced = [], AtMostMore = default }, cost);
                if (random.Next(5) == 0)
                    await book.FlushAsync(Stop);
            }
            catch (AxleException e) when (BudgetRefusal.Of(e) is { } refusal)
            {
                mayGo.ShouldBeFalse();
                refusal.Spent.Usd.ShouldBe(spent);
                refusals++;
            }
        }

        refusals.ShouldBeGreaterThan(0);
        (await ScriptedModel.StandingAsync(book)).Spent.Usd.ShouldBe(spent);
    }

    /// <summary>Looks after every change whether more is spent and held than there is.</summary>
    private sealed class WatchedLedger(MemoryLedger inner, decimal limit) : IModelLedger
    {
        public decimal Highest { get; private set; }

        public async ValueTask<IReadOnlyList<BudgetStanding>> WriteAsync(LedgerBatch batch, CancellationToken cancellationToken)
        {
            var passed = await inner.WriteAsync(batch, cancellationToken);
            await WatchAsync();
            return passed;
        }

        public async ValueTask<IReadOnlyList<BudgetGrant>> ClaimAsync(IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken)
        {
            var grants = await inner.ClaimAsync(claims, cancellationToken);
            await WatchAsync();
            return grants;
        }

        public ValueTask RaiseAsync(BudgetWindow budget, SpendingLimit limit, CancellationToken cancellationToken) =>
            inner.RaiseAsync(budget, limit, cancellationToken);

        public ValueTask<IReadOnlyList<BudgetStanding>> ListBudgetsAsync(int limit, CancellationToken cancellationToken) =>
            inner.ListBudgetsAsync(limit, cancellationToken);

        public ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerQuery query, CancellationToken cancellationToken) => inner.SumAsync(query, cancellationToken);

        public ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerQuery query, CancellationToken cancellationToken) =>
            inner.ListAsync(query, cancellationToken);

        public ValueTask<int> ForgetUserAsync(string tenant, string user, string pseudonym, CancellationToken cancellationToken) =>
            inner.ForgetUserAsync(tenant, user, pseudonym, cancellationToken);

        private async Task WatchAsync()
        {
            foreach (var budget in await inner.ListBudgetsAsync(100, default))
            {
                (budget.Spent + budget.Held).FitsInto(budget.Limit.Amount).ShouldBeTrue(budget.ToString());
                if (budget.Window.Budget == "everything" && budget.Limit.Usd == limit)
                    Highest = Math.Max(Highest, budget.Spent.Usd);
            }
        }
    }
}
