using Axle.Models.Catalog;
using Axle.Models.Ledger;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Budget;

/// <summary>
/// What a call is taken to have cost. What the provider counted is taken as it is. When it has refused the call, or was not reached, nothing
/// was billed. In all other cases it may have billed what it did not tell: then all that was reserved counts as spent, and the ledger
/// holds what is known, flagged.
/// </summary>
/// <param name="Entry">The call as the ledger keeps it.</param>
/// <param name="Spent">What budgets count.</param>
internal sealed record Settlement(LedgerEntry Entry, Spending Spent)
{
    /// <summary>An answer came.</summary>
    public static Settlement Answered(CallReservation call, UsageDetails? usage, ModelPrice? price) =>
        Of(call, CallOutcome.Succeeded, ModelUsage.From(usage), price, isWhole: true);

    /// <summary>It failed, or the caller went away.</summary>
    /// <param name="call">The call.</param>
    /// <param name="exception">Why; null when the caller went away from a stream.</param>
    /// <param name="usage">What the provider had counted by then; null for nothing.</param>
    /// <param name="price">The prices in force.</param>
    /// <param name="hasBegun">Whether a part of an answer had come: then it is billed, whatever ended it.</param>
    public static Settlement Broken(CallReservation call, Exception? exception, UsageDetails? usage, ModelPrice? price, bool hasBegun = false)
    {
        usage = SpentUsage.Of(exception) ?? usage;
        var outcome = exception is null or OperationCanceledException ? CallOutcome.Interrupted : CallOutcome.Failed;
        return !hasBegun && usage is null && exception is not null && IsUnbilled(exception)
            ? new Settlement(call.Entry with { Outcome = outcome, Unpriced = [], AtMostMore = default, Budgets = [] }, default)
            : Of(call, outcome, ModelUsage.From(usage), price, isWhole: IsWholeAnswer(exception));
    }

    private static Settlement Of(CallReservation call, CallOutcome outcome, ModelUsage usage, ModelPrice? price, bool isWhole)
    {
        var cost = CallCost.Of(usage, price);
        var known = new Spending(cost.Usd, usage.InputTokens + usage.OutputTokens, 1);
        var isKnown = isWhole && !usage.IsMissing;
        var spent = isKnown ? known : Spending.Most(known, call.Amount);
        return new Settlement(
            call.Entry with
            {
                Outcome = outcome,
                Usage = usage,
                Cost = CostSplit.Of(cost),
                Unpriced = isKnown || cost.Unpriced.Contains(CallCost.NoUsage) ? cost.Unpriced : cost.Unpriced.Insert(0, CallCost.NoUsage),
                AtMostMore = spent - known,
                Budgets = [],
            },
            spent);
    }

    // A refusal, or an answer of no use, came to its end, and the counts with it are the provider's last word.
    private static bool IsWholeAnswer(Exception? exception) =>
        exception is AxleException { Error.Kind: ErrorKind.Refused or ErrorKind.MalformedAnswer } && SpentUsage.Of(exception) is not null;

    private static bool IsUnbilled(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError,
                })
                return true;
        }

        return exception is AxleException
        {
            Error.Kind: ErrorKind.Authentication or ErrorKind.Validation or ErrorKind.NotFound or ErrorKind.QuotaSpent or ErrorKind.RateLimited
            or ErrorKind.Overloaded or ErrorKind.ContextTooLong,
        };
    }
}
