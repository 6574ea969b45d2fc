using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Models.Telemetry;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Budget;

public sealed class Keeping_budgets : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedModel _model = new();
    private readonly List<GatewayEvent> _events = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task A_spent_budget_refuses_says_why_and_goes_on_when_it_is_raised()
    {
        await using var book = Book(ScriptedModel.Session(0.05m, BudgetAction.Pause));
        _model.Answer = static _ => Task.FromResult<UsageDetails?>(ScriptedModel.Tokens(100, 4_000));
        await AskAsync(book, ScriptedModel.Call());

        var refused = await Should.ThrowAsync<AxleException>(() => AskAsync(book, ScriptedModel.Call()));
        refused.Error.Kind.ShouldBe(ErrorKind.BudgetSpent);
        refused.Message.ShouldContain("The budget session:s has no room: $0.0401 of $0.05 is spent");
        var refusal = BudgetRefusal.Of(refused).ShouldNotBeNull();
        (refusal.Action, refusal.For, refusal.Left.Usd).ShouldBe((BudgetAction.Pause, BudgetSubject.Session, 0.0099m));
        _events.OfType<BudgetReached>().ShouldHaveSingleItem().Action.ShouldBe("pause");
        await AskAsync(book, ScriptedModel.Call("another"));

        await book.Ledger.RaiseAsync(new BudgetWindow("session:s", ""), new SpendingLimit(1), Stop);
        await AskAsync(book, ScriptedModel.Call());
    }

    [Fact]
    public async Task A_session_of_one_tenant_spends_nothing_of_one_of_the_same_name_of_another()
    {
        await using var book = Book(ScriptedModel.Session(0.05m));
        _model.Answer = static _ => Task.FromResult<UsageDetails?>(ScriptedModel.Tokens(100, 4_000));
        foreach (var tenant in (string[])["acme", "globex"])
            await AskAsync(book, new ModelCall(ScriptedModel.Call().Request with { Scope = new Scope { Tenant = tenant, Session = "s" } }));
        await book.FlushAsync(Stop);
        (await book.Ledger.ListBudgetsAsync(10, Stop)).Select(static b => b.Window.Budget).Order().ShouldBe(["session:acme/s", "session:globex/s"]);
    }

    [Fact]
    public async Task Answers_get_no_longer_than_what_is_left()
    {
        await using var book = Book(ScriptedModel.Session(0.2m));
        await AskAsync(book, ScriptedModel.Call());
        _model.Answer = static options => Task.FromResult<UsageDetails?>(ScriptedModel.Tokens(10, options!.MaxOutputTokens!.Value));
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await AskAsync(book, ScriptedModel.Call());
            }
            catch (AxleException e) when (e.Error.Kind == ErrorKind.QuotaSpent)
            {
                break;
            }
        }

        _model.Bounds[0]!.Value.ShouldBeGreaterThan(8_000);
        _model.Bounds.ShouldAllBe(b => b >= CallEstimate.ShortestOutput && b <= 10_000);
        var standing = await ScriptedModel.StandingAsync(book);
        standing.Spent.Usd.ShouldBeInRange(0.175m, 0.2m);
        standing.Held.IsZero.ShouldBeTrue();
    }

    [Fact]
    public async Task Its_owner_hears_once_that_a_budget_is_nearly_spent()
    {
        await using var book = Book(new([new BudgetRule(BudgetSubject.User, new SpendingLimit(null, Calls: 10)) { Per = BudgetPeriod.Day }]));
        for (var i = 0; i < 10; i++)
        {
            await AskAsync(book, ScriptedModel.Call(user: "alice"));
            await book.FlushAsync(Stop);
        }

        var alert = _events.OfType<BudgetAlert>().ShouldHaveSingleItem();
        (alert.Budget, alert.Spent, alert.Limit, alert.Scope.User).ShouldBe(("user:alice/day", 8m, 10m, "alice"));
        await Should.ThrowAsync<AxleException>(() => AskAsync(book, ScriptedModel.Call(user: "alice")));

        _time.Advance(TimeSpan.FromDays(1));
        await AskAsync(book, ScriptedModel.Call(user: "alice"));
    }

    [Fact]
    public async Task A_call_waits_for_those_under_way_rather_than_fail_for_what_they_hold()
    {
        await using var book = Book(ScriptedModel.Session(0.05m));
        var first = new TaskCompletionSource<UsageDetails?>();
        _model.Answer = _ => first.Task;
        var slow = AskAsync(book, ScriptedModel.Call(most: 4_000));
        var waiting = AskAsync(book, ScriptedModel.Call(most: 4_000));
        waiting.IsCompleted.ShouldBeFalse();
        _model.Bounds.Count.ShouldBe(1);

        first.SetResult(ScriptedModel.Tokens(10, 10));
        await slow;
        await waiting;
    }

    [Fact]
    public async Task A_call_waits_for_those_under_way_no_longer_than_its_deadline()
    {
        await using var book = Book(ScriptedModel.Session(0.05m));
        var first = new TaskCompletionSource<UsageDetails?>();
        _model.Answer = _ => first.Task;
        var slow = AskAsync(book, ScriptedModel.Call(most: 4_000));
        var call = ScriptedModel.Call(most: 4_000);
        var waiting = AskAsync(book, new ModelCall(call.Request with { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(1) }));
        waiting.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));
        BudgetRefusal.Of(await Should.ThrowAsync<AxleException>(() => waiting)).ShouldNotBeNull().For.ShouldBe(BudgetSubject.Session);
        first.SetResult(ScriptedModel.Tokens(10, 10));
        await slow;
    }

    [Fact]
    public async Task A_run_keeps_to_the_budget_that_its_request_brings()
    {
        await using var book = Book(BudgetOptions.None);
        var call = new ModelCall(new ModelRequest([new ChatMessage(ChatRole.User, "Hello")])
        {
            Scope = new Scope { Run = "run-1" },
            RunBudget = new SpendingLimit(null, Calls: 3),
            RunSpent = new Spending(0.5m, 100, 1),
        });
        await AskAsync(book, call);
        await AskAsync(book, call);
        var refusal = BudgetRefusal.Of(await Should.ThrowAsync<AxleException>(() => AskAsync(book, call)))!;
        (refusal.For, refusal.Action, refusal.Spent.Calls).ShouldBe((BudgetSubject.Run, BudgetAction.Pause, 3));

        await AskAsync(book, new ModelCall(call.Request with { RunBudget = new SpendingLimit(null, Calls: 4) }));
    }

    [Fact]
    public async Task What_is_not_used_is_given_back_after_a_rest()
    {
        await using var book = Book(ScriptedModel.Session(2));
        await AskAsync(book, ScriptedModel.Call());
        (await book.Ledger.ListBudgetsAsync(1, Stop))[0].Held.Usd.ShouldBeGreaterThan(0.2m);
        for (var i = 0; i < 3; i++)
            _time.Advance(TimeSpan.FromSeconds(1.5));
        var standing = (await book.Ledger.ListBudgetsAsync(1, Stop))[0];
        (standing.Held.Usd, standing.Spent.Usd).ShouldBe((0m, 0.0006m));
    }

    [Theory]
    [InlineData("budgets: [{ for: session, usd: 5 }]", 2)]
    [InlineData("budgets: [{ for: user, per: day, usd: none }, { for: session, usd: none }]", 2)]
    [InlineData("budgets: [{ for: user, name: bob, per: day, usd: 50, alertAt: 90, action: downgrade }]", 3)]
    [InlineData("providers: {}", 2)]
    public void Budgets_of_the_file_replace_defaults_for_the_same(string text, int rules) =>
        ModelOptionsReader.Read(_ => null, "axle.yaml", text).Budgets.Rules.Length.ShouldBe(rules);

    [Fact]
    public void Faults_of_budgets_are_told_with_place_and_cure()
    {
        var message = Should.Throw<AxleException>(() => ModelOptionsReader.Read(_ => null, "axle.yaml", """
            budgets:
              - { for: sesion, usd: 5 }
              - { usd: -1, limit: 3 }
              - { for: user, action: explode, usd: 1 }
              - { for: user, usd: 2 }
            """)).Message;
        message.ShouldContain("axle.yaml(2,12): budgets[0].for: Must be one of");
        message.ShouldContain("Did you mean 'session'?");
        message.ShouldContain("budgets[1].limit: Unknown key.");
        message.ShouldContain("budgets[1].usd: Must be US dollars");
        message.ShouldContain("budgets[2].action: Must be one of stop, downgrade, pause.");
        message.ShouldContain("There is a budget for the same and the same time already");
    }

    private SpendingBook Book(BudgetOptions budgets)
    {
        var book = new SpendingBook(budgets, new MemoryLedger(_time), _time);
        book.Told += _events.Add;
        return book;
    }

    private Task<ChatResponse> AskAsync(SpendingBook book, ModelCall call) =>
        _model.Behind(book, _time).GetResponseAsync(call.Request.Messages, ScriptedModel.Options(call), Stop);
}
