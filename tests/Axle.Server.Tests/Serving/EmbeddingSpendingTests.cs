using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Guarding;
using Axle.Models.Ledger;
using Axle.Testing.Models;
using Microsoft.Extensions.AI;

namespace Axle.Server.Tests.Serving;

/// <summary>Vectors cost money and hold texts, as answers do.</summary>
public sealed class EmbeddingSpendingTests : IAsyncLifetime
{
    private static readonly Scope Alice = Scope.None with { User = "alice" };
    private ModelServer _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await ModelServer.StartAsync(cancellationToken: Stop);

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Fact]
    public async Task They_stand_in_the_ledger_with_their_price()
    {
        await using var book = new SpendingBook(BudgetOptions.None, new MemoryLedger(TimeProvider.System), TimeProvider.System);
        using var models = Open(new GatewayServices { Book = book });

        var answer = await models.EmbedAsync(Ask("Rain in Oslo."), Stop);

        await book.FlushAsync(Stop);
        var entry = (await book.Ledger.ListAsync(new LedgerQuery(), Stop)).ShouldHaveSingleItem();
        entry.Outcome.ShouldBe(CallOutcome.Succeeded);
        (entry.Provider, entry.Model, entry.Scope.User).ShouldBe(("openai", "text-embedding-3-small", "alice"));
        entry.Usage.InputTokens.ShouldBe(answer.Usage.InputTokens);
        entry.Usd.ShouldBe(answer.Usage.InputTokens * 0.02m / 1_000_000);
        entry.Unpriced.ShouldBeEmpty();
    }

    [Fact]
    public async Task They_are_not_made_when_the_budget_has_no_room()
    {
        var budgets = new BudgetOptions([new BudgetRule(BudgetSubject.User, new SpendingLimit(0.000001m))]);
        await using var book = new SpendingBook(budgets, new MemoryLedger(TimeProvider.System), TimeProvider.System);
        using var models = Open(new GatewayServices { Book = book });

        var failure = await Should.ThrowAsync<AxleException>(() => models.EmbedAsync(Ask(new string('x', 10_000)), Stop));

        BudgetRefusal.Of(failure).ShouldNotBeNull();
        _upstream.RequestCount.ShouldBe(0);
    }

    [Fact]
    public async Task Guards_see_the_texts_first()
    {
        using var models = Open(new GatewayServices { Guards = [new Veil()] });

        await models.EmbedAsync(Ask("My number is 4711."), Stop);

        _upstream.Requests[^1].Body.ShouldContain("My number is ****.");
        _upstream.Requests[^1].Body.ShouldNotContain("4711");
    }

    private static EmbeddingRequest Ask(string text) => new([text]) { Provider = "openai", Model = "text-embedding-3-small", Scope = Alice };

    private ModelGateway Open(GatewayServices services) => new(
        new ModelOptions([new ProviderOptions("openai", "openai") { BaseUrl = _upstream.OpenAiUrl, Key = new Secret("key-of-the-provider"), MaxRetries = 0 }]),
        services: services);

    private sealed class Veil : IModelGuard
    {
        public ValueTask<IReadOnlyList<ChatMessage>> CheckInputAsync(
            ModelCall call, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<ChatMessage>>(
                [.. messages.Select(static m => new ChatMessage(m.Role, m.Text.Replace("4711", "****", StringComparison.Ordinal)))]);

        public ValueTask<ChatResponse> CheckOutputAsync(ModelCall call, ChatResponse response, CancellationToken cancellationToken) => new(response);

        public IAsyncEnumerable<ChatResponseUpdate> CheckStreamAsync(
            ModelCall call, IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken cancellationToken) => updates;
    }
}
