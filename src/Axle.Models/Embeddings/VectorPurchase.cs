using Axle.Models.Budget;
using Axle.Models.Catalog;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>Has vectors made within the budgets: what they may cost is reserved before, and what they did cost is written down after, as with any call.</summary>
internal sealed class VectorPurchase(ModelCatalog catalog, SpendingBook book, TimeProvider time)
{
    /// <summary>Buys.</summary>
    /// <param name="scope">Whom they are for.</param>
    /// <param name="entry">Who makes them.</param>
    /// <param name="model">With which model.</param>
    /// <param name="texts">Of what.</param>
    /// <param name="deadline">Until when it may wait for others' reservations; null for as long as anybody waits.</param>
    /// <param name="make">Makes them.</param>
    /// <param name="cancellationToken">Ends the wait for the budget.</param>
    /// <returns>The vectors, and the entry of the ledger.</returns>
    /// <exception cref="AxleException">A budget has no room, or they could not be made.</exception>
    public async Task<(GeneratedEmbeddings<Embedding<float>> Vectors, LedgerEntry Entry)> BuyAsync(
        Scope scope,
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
        var estimate = CallEstimate.Of(messages, new ChatOptions { MaxOutputTokens = 0 }, card, price);
        var reservation = await book.ReserveAsync(new CallAsk(scope, entry.Name, model, estimate, Deadline: deadline), cancellationToken);
        try
        {
            var made = await make();
            return (made, Settle(reservation, Settlement.Answered(reservation, made.Usage, price)));
        }
        catch (Exception e) when (reservation.Entry.Outcome == CallOutcome.Open)
        {
            Settle(reservation, Settlement.Broken(reservation, e, usage: null, price));
            throw;
        }
    }

    private LedgerEntry Settle(CallReservation reservation, Settlement settlement)
    {
        book.Settle(reservation, settlement.Entry, settlement.Spent);
        return settlement.Entry;
    }
}
