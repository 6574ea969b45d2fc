using Axle.Models.Budget;
using Axle.Models.Catalog;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>
/// Has vectors made within the budgets: what they may cost is reserved before, and what they did cost is written down after, as with any call.
/// </summary>
internal sealed class VectorPurchase(ModelCatalog catalog, SpendingBook book, TimeProvider time)
{
    /// <summary>Buys. The call is told what it cost, also when it fails.</summary>
    /// <param name="call">What they are for.</param>
    /// <param name="entry">Who makes them.</param>
    /// <param name="model">With which model.</param>
    /// <param name="texts">Of what.</param>
    /// <param name="deadline">Until when it may wait for others' reservations; null for as long as anybody waits.</param>
    /// <param name="make">Makes them.</param>
    /// <param name="cancellationToken">Ends the wait for the budget.</param>
    /// <exception cref="AxleException">A budget has no room, or they could not be made.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> BuyAsync(
        ModelCall call,
        ProviderOptions entry,
        string model,
        IReadOnlyList<string> texts,
        DateTimeOffset? deadline,
        Func<Task<GeneratedEmbeddings<Embedding<float>>>> make,
        CancellationToken cancellationToken)
    {
        var card = catalog.Find(entry, model);
        var price = card?.PriceAt(time.GetUtcNow());
        var messages = texts.Select(static text => new ChatMessage(ChatRole.User, text));
        var estimate = CallEstimate.Of(messages, EmbeddingRoute.NoAnswer, card, price);
        var ask = new CallAsk(call.Request.Scope, entry.Name, model, estimate, Deadline: deadline);
        var reservation = await book.ReserveAsync(ask, call.Attempt, cancellationToken);
        try
        {
            var made = await make();
            book.Settle(call, reservation, Settlement.Answered(reservation, made.Usage, price));
            return made;
        }
        catch (Exception e) when (reservation.Entry.Outcome == CallOutcome.Open)
        {
            book.Settle(call, reservation, Settlement.Broken(reservation, e, usage: null, price));
            throw;
        }
    }
}
