using System.Runtime.CompilerServices;
using Axle.Models.Catalog;
using Axle.Models.Ledger;
using Microsoft.Extensions.AI;

namespace Axle.Models.Budget;

/// <summary>
/// Stands before one deployment, where prices are known: reserves what a call may cost, bounds its answer to what was reserved, and settles
/// what it did cost, also when it fails or the caller goes away.
/// </summary>
internal sealed class BudgetChatClient(IChatClient inner, BudgetedDeployment deployment, SpendingBook book, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var price = deployment.Card?.PriceAt(time.GetUtcNow());
        var reservation = await book.ReserveAsync(Ask(call, messages, options, price), call.Attempt, cancellationToken);
        try
        {
            var response = await base.GetResponseAsync(messages, Bounded(options, reservation), cancellationToken);
            book.Settle(call, reservation, Settlement.Answered(reservation, response.Usage, price));
            return response;
        }
        catch (Exception e) when (reservation.Entry.Outcome == CallOutcome.Open)
        {
            book.Settle(call, reservation, Settlement.Broken(reservation, e, usage: null, price));
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var price = deployment.Card?.PriceAt(time.GetUtcNow());
        var reservation = await book.ReserveAsync(Ask(call, messages, options, price), call.Attempt, cancellationToken);
        UsageDetails? usage = null;
        Exception? failure = null;
        var (hasBegun, isWhole) = (false, false);
        await using var updates = base.GetStreamingResponseAsync(messages, Bounded(options, reservation), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync())
                    {
                        isWhole = true;
                        break;
                    }
                }
                catch (Exception e)
                {
                    failure = e;
                    throw;
                }

                usage = Plus(usage, updates.Current);
                hasBegun |= updates.Current.Contents.Count > 0;
                yield return updates.Current;
            }
        }
        finally
        {
            // Also when the caller does not read on: then nobody knows what the provider still wrote.
            book.Settle(call, reservation, isWhole
                ? Settlement.Answered(reservation, usage, price)
                : Settlement.Broken(reservation, failure, usage, price, hasBegun));
        }
    }

    private CallAsk Ask(ModelCall call, IEnumerable<ChatMessage> messages, ChatOptions? options, ModelPrice? price)
    {
        var request = call.Request;
        return new CallAsk(
            request.Scope,
            deployment.Provider,
            deployment.Model,
            CallEstimate.Of(messages, options, deployment.Card, price),
            request.RunBudget,
            request.RunSpent,
            request.Deadline);
    }

    /// <summary>
    /// An answer gets no longer than what was reserved for it, where a budget counts it. Where nobody knows the model and nothing had to be cut,
    /// the bound is left to the provider: a server of one's own may take no more than it has room for.
    /// </summary>
    private ChatOptions? Bounded(ChatOptions? options, CallReservation reservation)
    {
        if (reservation.Accounts.Length == 0 || (!reservation.IsCut && (options?.MaxOutputTokens is not null || deployment.Card?.MaxOutputTokens is null)))
            return options;
        var bounded = options?.Clone() ?? new ChatOptions();
        bounded.MaxOutputTokens = (int)Math.Min(reservation.OutputTokens, int.MaxValue);
        return bounded;
    }

    private static UsageDetails? Plus(UsageDetails? usage, ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is not UsageContent found)
                continue;
            usage ??= new UsageDetails();
            usage.Add(found.Details);
        }

        return usage;
    }
}
