using System.Collections.Immutable;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Ledger;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>What every ledger of model calls and budgets must do. Inherit it, say how a ledger is opened, and every test of it is run on yours.</summary>
public abstract class ModelLedgerConformance : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetWindow Session = new("session:s", "");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens another ledger on the same data, as another process would.</summary>
    protected abstract IModelLedger Open();

    /// <summary>Ends the process of a ledger without a word, and has it found dead.</summary>
    protected abstract Task KillAsync(IModelLedger ledger);

    /// <summary>Removes the data.</summary>
    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_is_written_is_read_again_in_every_part()
    {
        var entry = Random(new Random(1), 0) with { Budgets = [Session, new BudgetWindow("user:a b/c/day", "2030-01-30")] };
        var ledger = Open();
        await ledger.WriteAsync(new LedgerBatch([entry], []), Stop);
        var read = (await ledger.ListAsync(new LedgerQuery(), Stop)).ShouldHaveSingleItem();
        read.Budgets.ShouldBe(entry.Budgets);
        read.Usage.ServerTools.ShouldBe(entry.Usage.ServerTools);
        read.Unpriced.ShouldBe(entry.Unpriced);
        (read.Id, read.At, read.Scope, read.Outcome, read.Cost, read.AtMostMore).ShouldBe(
            (entry.Id, entry.At, entry.Scope, entry.Outcome, entry.Cost, entry.AtMostMore));
        (read.Usage with { ServerTools = entry.Usage.ServerTools, Unknown = entry.Usage.Unknown }).ShouldBe(entry.Usage);
    }

    [Fact]
    public async Task Whom_calls_were_for_is_forgotten_in_one_tenant_and_what_they_cost_stays()
    {
        foreach (var ledger in (IModelLedger[])[new MemoryLedger(TimeProvider.System), Open()])
        {
            (string? Tenant, string User)[] callers = [(null, "ann"), ("default", "ann"), ("acme", "ann"), (null, "bob")];
            var entries = Array.ConvertAll(callers, static c => Random(new Random(1), 0) with
            {
                Id = Guid.CreateVersion7(),
                Scope = new Scope { Tenant = c.Tenant, User = c.User, Session = "s" },
                Outcome = CallOutcome.Succeeded,
                Budgets = [new BudgetWindow($"user:{c.User}/day", "2030-01-01")],
            });
            await ledger.WriteAsync(new LedgerBatch(entries, []), Stop);
            string[] budgets = ["user:ann/day", "user:default/ann", "user:acme/ann/day", "user:anna/day"];
            foreach (var budget in budgets)
                await ledger.RaiseAsync(new BudgetWindow(budget, ""), new SpendingLimit(1), Stop);
            var before = (await ledger.SumAsync(new LedgerQuery(), Stop)).Single().Cost;

            (await ledger.ForgetUserAsync("default", "ann", "erased_1", Stop)).ShouldBe(2);

            (await ledger.ListAsync(new LedgerQuery(), Stop)).Select(static e => $"{e.Scope.Tenant}/{e.Scope.User}/{e.Scope.Session}").Order()
                .ShouldBe(["/bob/s", "/erased_1/", "acme/ann/s", "default/erased_1/"]);
            (await ledger.ListAsync(new LedgerQuery(), Stop))
                .Select(static e => $"{e.Scope.User}: {string.Join(", ", e.Budgets.Select(static b => b.Budget))}").Order()
                .ShouldBe(["ann: user:ann/day", "bob: user:bob/day", "erased_1: ", "erased_1: "]);
            (await ledger.SumAsync(new LedgerQuery(), Stop)).Single().Cost.ShouldBe(before);
            (await ledger.ListBudgetsAsync(10, Stop)).Select(static b => b.Window.Budget).Order().ShouldBe(["user:acme/ann/day", "user:anna/day"]);
        }
    }

    [Theory]
    [InlineData(LedgerGroup.All)]
    [InlineData(LedgerGroup.Provider)]
    [InlineData(LedgerGroup.Model)]
    [InlineData(LedgerGroup.Tenant)]
    [InlineData(LedgerGroup.User)]
    [InlineData(LedgerGroup.Session)]
    [InlineData(LedgerGroup.Run)]
    [InlineData(LedgerGroup.Agent)]
    [InlineData(LedgerGroup.Day)]
    public async Task Sums_are_those_of_the_memory_ledger_to_the_last_digit(LedgerGroup by)
    {
        var random = new Random(5);
        var entries = Enumerable.Range(0, 2_000).Select(i => Random(random, i)).ToList();
        var (memory, kept) = (new MemoryLedger(TimeProvider.System), Open());
        foreach (var ledger in (IModelLedger[])[memory, kept])
            await ledger.WriteAsync(new LedgerBatch(entries, []), Stop);
        foreach (var query in (LedgerQuery[])[new() { By = by }, new() { By = by, Since = Then.AddDays(3), Until = Then.AddDays(9), User = "u1" }])
        {
            var (expected, sums) = (await memory.SumAsync(query, Stop), await kept.SumAsync(query, Stop));
            sums.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(Facts)
                .ShouldBe(expected.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(Facts));
            sums.Sum(static s => s.Cost.Usd).ShouldBe((await kept.SumAsync(query with { By = LedgerGroup.All }, Stop)).Single().Cost.Usd);
        }
    }

    [Fact]
    public async Task Several_processes_never_hold_and_spend_more_than_there_is()
    {
        var ledgers = Enumerable.Range(0, 3).Select(_ => Open()).ToList();
        var limit = new SpendingLimit(2m, 100_000, 500);
        await Task.WhenAll(ledgers.Select((ledger, i) => Task.Run(async () =>
        {
            var random = new Random(i);
            var held = default(Spending);
            for (var step = 0; step < 150; step++)
            {
                var need = new Spending(random.Next(1, 20_000) / 1_000_000m, random.Next(1, 900), 1);
                var grant = (await ledger.ClaimAsync([new BudgetClaim(Session, limit) { Need = need, Wish = need + need, Spare = need }], Stop)).Single();
                (grant.Standing.Spent + grant.Standing.Held).FitsInto(new Spending(2m, 100_000, 500)).ShouldBeTrue();
                held += grant.Granted;
                if (held.IsZero)
                    continue;
                var spent = need.FitsInto(held) && random.Next(2) == 0 ? need : default;
                await ledger.WriteAsync(new LedgerBatch([], [new BudgetMove(Session, spent, held)]) { Tenure = ledger.Tenure }, Stop);
                held = default;
            }
        })));
        var standing = (await ledgers[0].ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem();
        (standing.Held.IsZero, standing.Spent.Usd is > 1m and <= 2m).ShouldBe((true, true));
    }

    [Fact]
    public async Task A_dead_process_holds_nothing_and_its_calls_count_as_interrupted()
    {
        var victim = Open();
        var need = new Spending(0.6m, 100, 1);
        await victim.ClaimAsync([new BudgetClaim(Session, new SpendingLimit(1)) { Need = need, Wish = need }], Stop);
        var open = new LedgerEntry(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), new Scope { Session = "s" }, "p", "m")
        {
            Unpriced = ["usage"],
            AtMostMore = new Spending(0.25m, 50, 1),
            Budgets = [Session],
        };
        await victim.WriteAsync(new LedgerBatch([open], []), Stop);
        await KillAsync(victim);

        var heir = Open();
        var grant = (await heir.ClaimAsync([new BudgetClaim(Session, new SpendingLimit(1)) { Need = need, Wish = need }], Stop)).Single();
        grant.Granted.ShouldBe(need);
        grant.Standing.Spent.ShouldBe(open.AtMostMore);
        (await heir.ListAsync(new LedgerQuery(), Stop)).ShouldHaveSingleItem().Outcome.ShouldBe(CallOutcome.Interrupted);
    }

    [Fact]
    public async Task A_budget_that_is_raised_grants_at_once_in_every_process_and_alerts_again()
    {
        var (one, other) = (Open(), Open());
        var claim = new BudgetClaim(Session, new SpendingLimit(1)) { AlertAt = 0.8m, Need = new Spending(0.9m, 0, 0), Wish = new Spending(0.9m, 0, 0) };
        await one.ClaimAsync([claim], Stop);
        (await one.WriteAsync(Move(), Stop)).ShouldHaveSingleItem().Spent.Usd.ShouldBe(0.9m);
        (await one.ClaimAsync([claim], Stop)).Single().Granted.IsZero.ShouldBeTrue();

        await other.RaiseAsync(Session, new SpendingLimit(2), Stop);
        (await one.ClaimAsync([claim], Stop)).Single().Granted.Usd.ShouldBe(0.9m);
        (await one.WriteAsync(Move(), Stop)).Count.ShouldBe(1);
        (await other.ListBudgetsAsync(10, Stop)).Single().IsRaised.ShouldBeTrue();

        LedgerBatch Move() => new([], [new BudgetMove(Session, claim.Need, claim.Need)]) { Tenure = one.Tenure };
    }

    private static (string, long, long, long, long, long, CostSplit, decimal, string) Facts(LedgerSum sum) => (
        sum.Key, sum.Calls, sum.Unfinished, sum.Unpriced, sum.InputTokens, sum.OutputTokens, sum.Cost, sum.AtMostMore, string.Join(' ', sum.UnpricedParts));

    private static LedgerEntry Random(Random random, int number)
    {
        decimal Usd() => random.NextInt64(0, 40_000_000_000_000) / 1_000_000_000_000m;
        string? Name(string prefix) => random.Next(5) == 0 ? null : prefix + random.Next(4);
        var at = Then.AddMinutes(number * 11);
        return new LedgerEntry(
            Guid.CreateVersion7(at),
            at,
            new Scope { Tenant = Name("t"), User = Name("u"), Session = Name("s"), Run = Name("r"), Step = Name("step"), Agent = Name("a") },
            "p" + random.Next(3),
            "m" + random.Next(3))
        {
            Outcome = (CallOutcome)random.Next(1, 4),
            Usage = new ModelUsage(random.Next(), random.Next(), random.Next(100))
            {
                CacheWriteTokens = random.Next(100),
                LongCacheWriteTokens = random.Next(100),
                ReasoningTokens = random.Next(100),
                AudioInputTokens = random.Next(100),
                AudioOutputTokens = random.Next(100),
                ImageOutputTokens = random.Next(100),
                ServerTools = ImmutableSortedDictionary<string, long>.Empty.Add("web_search", random.Next(9)),
            },
            Cost = new CostSplit(Usd(), Usd(), Usd(), Usd()),
            AtMostMore = new Spending(Usd(), random.Next(), 1),
            Unpriced = random.Next(4) == 0 ? ["cacheRead", "serverTool.web_search"] : [],
        };
    }
}
