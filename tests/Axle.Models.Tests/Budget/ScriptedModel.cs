using System.Runtime.CompilerServices;
using Axle.Models.Budget;
using Axle.Models.Catalog;
using Axle.Models.Ledger;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Budget;

/// <summary>A model that answers when a test says so, behind a budget.</summary>
internal sealed class ScriptedModel : IChatClient
{
    /// <summary>Costs 1 dollar for a million tokens sent and 10 for a million received; knows 10,000 tokens of answer.</summary>
    public static readonly ModelCard Card = new("scripted")
    {
        MaxOutputTokens = 10_000,
        Prices = [new ModelPrice(DateOnly.MinValue) { Input = 1, Output = 10 }],
    };

    /// <summary>What it answers, given how long the answer may be; what it throws is thrown.</summary>
    public Func<ChatOptions?, Task<UsageDetails?>> Answer { get; set; } = static _ => Task.FromResult<UsageDetails?>(Tokens(100, 50));

    /// <summary>The bounds of the answers that were asked for.</summary>
    public List<int?> Bounds { get; } = [];

    public static UsageDetails Tokens(long input, long output) => new() { InputTokenCount = input, OutputTokenCount = output };

    public static BudgetOptions Session(decimal usd, BudgetAction action = BudgetAction.Stop) =>
        new([new BudgetRule(BudgetSubject.Session, new SpendingLimit(usd)) { Action = action }]);

    public static ModelCall Call(string? session = "s", int? most = null, string? user = null) =>
        new(new ModelRequest([new ChatMessage(ChatRole.User, "Hello")]) { Scope = new Scope { Session = session, User = user }, MaxOutputTokens = most });

    public static ChatOptions Options(ModelCall call) => RequestOptions.Of(call);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Bounds.Add(options?.MaxOutputTokens);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")) { Usage = await Answer(options) };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "Hi");
        yield return new ChatResponseUpdate(ChatRole.Assistant, " there");
        if (await Answer(options) is { } usage)
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    public BudgetChatClient Behind(SpendingBook book, TimeProvider time) => new(this, new BudgetedDeployment("test", "scripted", Card), book, time);

    public static async Task<LedgerEntry> OnlyEntryAsync(SpendingBook book)
    {
        await book.FlushAsync();
        return (await book.Ledger.ListAsync(new LedgerQuery(), default)).ShouldHaveSingleItem();
    }

    public static async Task<BudgetStanding> StandingAsync(SpendingBook book)
    {
        await book.FlushAsync();
        return (await book.Ledger.ListBudgetsAsync(10, default)).ShouldHaveSingleItem();
    }
}
