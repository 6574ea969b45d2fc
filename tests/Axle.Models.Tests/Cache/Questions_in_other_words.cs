using Axle.Models.Budget;
using Axle.Models.Cache;
using Axle.Models.Ledger;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Cache;

public sealed class Questions_in_other_words
{
    private static readonly CacheOptions On = new() { Enabled = true, Semantic = new() { Enabled = true, Provider = "scripted" } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // To this model all questions lie at the same place, so that only the signature keeps them apart.
    private static float[] Blind(string question) => [3, 4];

    [Theory]
    [InlineData("What is the capital of France?", "what's the capital city of France")]
    [InlineData("Summarise this text for me.", "Please give me a summary of that text!")]
    [InlineData("Explain the error `E_FAIL` please", "What does `E_FAIL` mean?")]
    public async Task One_in_other_words_finds_the_answer(string first, string second)
    {
        var (model, call) = await AskBothAsync(first, second);

        model.Calls.ShouldBe(1);
        call.Cache.ShouldBe(CacheStanding.Semantic);
        call.Charges.ShouldHaveSingleItem("the vector was paid for").Unpriced.ShouldBe(["input"]);
    }

    [Theory]
    [InlineData("Convert 5 EUR", "Convert 50 EUR")]
    [InlineData("Convert EUR to USD", "Convert USD to EUR")]
    [InlineData("Which files may be removed?", "Which files may not be removed?")]
    [InlineData("Which tests don't pass?", "Which tests do pass?")]
    [InlineData("What is the capital of France?", "What is the capital of Spain?")]
    [InlineData("Rename \"alpha\" please", "Rename \"beta\" please")]
    [InlineData("Explain `src/a.cs`", "Explain `src/b.cs`")]
    [InlineData("What changed in v1.2.3?", "What changed in v1.2.4?")]
    [InlineData("What happened before the war?", "What happened after the war?")]
    [InlineData("The largest lakes", "The smallest lakes")]
    [InlineData("Give me two ideas", "Give me three ideas")]
    [InlineData("Is x < y here", "Is x > y here")]
    [InlineData("Enable the firewall", "Disable the firewall")]
    [InlineData("Wie macht man das mit Salz?", "Wie macht man das ohne Salz?")]
    public async Task Numbers_names_negations_and_opposites_keep_questions_apart(string first, string second) =>
        (await AskBothAsync(first, second)).Model.Calls.ShouldBe(2);

    [Fact]
    public async Task Another_system_prompt_or_conversation_keeps_questions_apart()
    {
        var model = ScriptedModel.Saying(static q => q, Blind);
        using var gateway = model.Gateway(On);
        await gateway.AskAsync(Setup.Ask("one way"), Stop);
        await gateway.AskAsync(new ModelRequest([new ChatMessage(ChatRole.System, "Be kind."), new ChatMessage(ChatRole.User, "other way")]), Stop);
        await gateway.AskAsync(
            new ModelRequest([new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Assistant, "Hello"), new ChatMessage(ChatRole.User, "other way")]), Stop);
        await gateway.AskAsync(Setup.Ask("other way") with { Scope = new Scope { Tenant = "b" } }, Stop);

        model.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task Questions_that_lie_apart_are_asked()
    {
        var model = ScriptedModel.Saying(static q => q, static q => q.Contains("cat", StringComparison.Ordinal) ? [1, 0.1f] : [0.1f, 1]);
        using var gateway = model.Gateway(On);

        await gateway.AskAsync(Setup.Ask("about the cat"), Stop);
        await gateway.AskAsync(Setup.Ask("about the dog"), Stop);
        await gateway.AskAsync(Setup.Ask("of the cat"), Stop);

        model.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Trouble_with_the_vectors_costs_no_answer()
    {
        var model = ScriptedModel.Saying(static q => q, static _ => throw new AxleException(ErrorKind.Network, "no"));
        using var gateway = model.Gateway(On);

        (await gateway.AskAsync(Setup.Ask("one way"), Stop)).Text.ShouldBe("one way");
        (await gateway.AskAsync(Setup.Ask("one way"), Stop)).Text.ShouldBe("one way");
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_vector_is_written_down_and_counted_in_the_budgets()
    {
        await using var book = Book(new SpendingLimit(10));
        var model = ScriptedModel.Saying(static q => q, Blind);
        using var gateway = model.Gateway(On, services: new GatewayServices { Book = book });

        await gateway.AskAsync(Setup.Ask("one way") with { Scope = Alice }, Stop);
        await book.FlushAsync(Stop);

        // One for the vector, one for the answer.
        var entries = await book.Ledger.ListAsync(new LedgerQuery(), Stop);
        entries.Count.ShouldBe(2);
        entries.ShouldAllBe(static e => e.Outcome == CallOutcome.Succeeded && e.Scope.User == "alice");
        (await book.Ledger.ListBudgetsAsync(10, Stop)).Single().Spent.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Without_room_in_the_budget_no_vector_is_made_and_nobody_waits_for_it()
    {
        await using var book = Book(new SpendingLimit(null, Calls: 1));
        var vectors = 0;
        var model = ScriptedModel.Saying(static q => q, q =>
        {
            vectors++;
            return Blind(q);
        });
        using var gateway = model.Gateway(On, services: new GatewayServices { Book = book });

        // The vector takes the only call that there is room for; then neither vector nor answer.
        await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask("one way") with { Scope = Alice }, Stop));
        await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask("other way") with { Scope = Alice }, Stop));

        vectors.ShouldBe(1);
        model.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData("nobody", "does not exist")]
    [InlineData("scripted", "makes no vectors")]
    public void Provider_that_cannot_make_vectors_is_told_at_the_start(string provider, string why) =>
        Should.Throw<AxleException>(() => ScriptedModel.Saying(static q => q).Gateway(On with { Semantic = On.Semantic with { Provider = provider } }))
            .Message.ShouldContain($"cache.semantic.provider: '{provider}' {why}.");

    private static readonly Scope Alice = Scope.None with { User = "alice" };

    private static SpendingBook Book(SpendingLimit limit) =>
        new(new BudgetOptions([new BudgetRule(BudgetSubject.User, limit)]), new MemoryLedger(TimeProvider.System), TimeProvider.System);

    private static async Task<(ScriptedModel Model, ModelCall Call)> AskBothAsync(string first, string second)
    {
        var model = ScriptedModel.Saying(static q => q, Blind);
        using var gateway = model.Gateway(On);
        await gateway.GetResponseAsync(new ModelCall(Setup.Ask(first)), Stop);
        var call = new ModelCall(Setup.Ask(second));
        await gateway.GetResponseAsync(call, Stop);
        return (model, call);
    }
}
