using Axle.Conformance;
using Axle.Models.Budget;
using Axle.Models.Ledger;

namespace Axle.Storage.Postgres.Tests;

public sealed class PostgresLedgerTests : ModelLedgerConformance
{
    private static readonly BudgetWindow Session = new("session:s", "");
    private readonly TestDatabase _database = new();
    private readonly List<PostgresRunStore> _open = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public override async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_batch_that_is_written_twice_counts_once()
    {
        var ledger = Open();
        await ClaimAsync(ledger, 0.5m);
        var batch = new LedgerBatch([], [new BudgetMove(Session, new Spending(0.25m, 10, 1), default)]) { Tenure = ledger.Tenure };

        await ledger.WriteAsync(batch, Stop);
        await ledger.WriteAsync(batch, Stop);

        (await ledger.ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem().Spent.Usd.ShouldBe(0.25m);
    }

    [Fact]
    public async Task A_node_that_was_taken_for_dead_has_nothing_left_and_gives_nothing_back()
    {
        var (ghost, heir) = (Open(), Open());
        (await ClaimAsync(ghost, 0.9m)).Granted.Usd.ShouldBe(0.9m);
        var before = ghost.Tenure;
        await _database.BuryAsync(StoreOf(ghost));

        (await ClaimAsync(heir, 0.8m)).Granted.Usd.ShouldBe(0.8m);
        await ghost.WriteAsync(new LedgerBatch([], [new BudgetMove(Session, default, new Spending(0.9m, 0, 0))]) { Tenure = before }, Stop);

        ghost.Tenure.ShouldNotBe(before);
        (await heir.ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem().Held.Usd.ShouldBe(0.8m);
        (await ClaimAsync(ghost, 0.5m)).Granted.IsZero.ShouldBeTrue();
    }

    [Fact]
    public async Task A_book_spends_nothing_of_what_others_may_have_been_given()
    {
        var (ghost, heir) = (Open(), Open());
        var budgets = new BudgetOptions([new BudgetRule(BudgetSubject.Session, new SpendingLimit(1))]);
        await using var book = new SpendingBook(budgets, ghost, TimeProvider.System);
        var ask = new CallAsk(new Scope { Session = "s" }, "p", "m", new CallEstimate(1, 0.4m, 0, 0));
        var first = await book.ReserveAsync(ask, Stop);
        book.Settle(first, first.Entry with { Outcome = CallOutcome.Succeeded, Unpriced = [], AtMostMore = default }, default);
        await _database.BuryAsync(StoreOf(ghost));
        // As its next sign of life tells it.
        StoreOf(ghost).Lease.Current!.End();
        (await ClaimAsync(heir, 0.9m)).Granted.Usd.ShouldBe(0.9m);

        var refused = await Should.ThrowAsync<AxleException>(() => book.ReserveAsync(ask with { Deadline = TimeProvider.System.GetUtcNow() }, Stop).AsTask());

        BudgetRefusal.Of(refused).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_call_of_a_node_that_was_taken_for_dead_and_lives_is_counted_once()
    {
        var (ghost, heir) = (Open(), Open());
        await ClaimAsync(ghost, 0.5m);
        var before = ghost.Tenure;
        var open = new LedgerEntry(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), new Scope { User = "u" }, "p", "m")
        {
            Budgets = [Session],
            AtMostMore = new Spending(0.5m, 100, 1),
        };
        await ghost.WriteAsync(new LedgerBatch([open], []) { Tenure = before }, Stop);
        await _database.BuryAsync(StoreOf(ghost));
        (await heir.ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem().Spent.ShouldBe(open.AtMostMore);

        var spent = new Spending(0.25m, 40, 1);
        var settled = open with { Outcome = CallOutcome.Succeeded, Budgets = [], AtMostMore = default };
        await ghost.WriteAsync(new LedgerBatch([settled], [new BudgetMove(Session, spent, open.AtMostMore)]) { Tenure = before }, Stop);
        await ghost.WriteAsync(new LedgerBatch([settled], []) { Tenure = before }, Stop);

        (await heir.ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem().Spent.ShouldBe(spent);
    }

    [Fact]
    public async Task A_name_with_a_character_that_the_database_does_not_keep_stops_nothing()
    {
        var ledger = Open();
        var budget = new BudgetWindow("user:a\0b", "");
        await ledger.ClaimAsync([new BudgetClaim(budget, new SpendingLimit(1)) { Need = new Spending(0.5m, 0, 0), Wish = new Spending(0.5m, 0, 0) }], Stop);
        var entry = new LedgerEntry(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), new Scope { User = "a\0b" }, "p", "m\0") { Budgets = [budget] };

        await ledger.WriteAsync(new LedgerBatch([entry], [new BudgetMove(budget, new Spending(0.25m, 0, 0), default)]) { Tenure = ledger.Tenure }, Stop);

        (await ledger.ListAsync(new LedgerQuery(), Stop)).ShouldHaveSingleItem().Scope.User.ShouldBe("a\uFFFDb");
        (await ledger.ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem().Spent.Usd.ShouldBe(0.25m);
    }

    protected override IModelLedger Open()
    {
        var store = _database.Open();
        _open.Add(store);
        return store.Ledger;
    }

    protected override Task KillAsync(IModelLedger ledger) => _database.KillAsync(StoreOf(ledger));

    private PostgresRunStore StoreOf(IModelLedger ledger) => _open.Single(store => store.Ledger == ledger);

    private static async Task<BudgetGrant> ClaimAsync(IModelLedger ledger, decimal usd) => (await ledger.ClaimAsync(
        [new BudgetClaim(Session, new SpendingLimit(1)) { Need = new Spending(usd, 0, 0), Wish = new Spending(usd, 0, 0) }], Stop)).Single();
}
