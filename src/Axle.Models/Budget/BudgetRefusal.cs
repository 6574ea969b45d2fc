using System.Globalization;

namespace Axle.Models.Budget;

/// <summary>
/// Why a budget let a call not pass. Travels with the <see cref="AxleException"/>, see <see cref="Of"/>; its kind is <see cref="ErrorKind.BudgetSpent"/> when
/// the run is to wait until it may spend more, else <see cref="ErrorKind.QuotaSpent"/>.
/// </summary>
/// <param name="Budget">The budget.</param>
/// <param name="For">Whose calls it counts. Another provider cures only a budget for a provider.</param>
/// <param name="Action">What its owner wants to happen.</param>
/// <param name="Spent">What has been spent.</param>
/// <param name="Limit">What may be spent.</param>
/// <param name="Needed">What the call would have needed at the least.</param>
public sealed record BudgetRefusal(
    BudgetWindow Budget, BudgetSubject For, BudgetAction Action, Spending Spent, SpendingLimit Limit, Spending Needed)
{
    /// <summary>What is left of it; never less than nothing.</summary>
    public Spending Left => Spending.Most(Limit.Amount - Spent, default);

    /// <summary>The refusal that an error carries; null when it is another error.</summary>
    public static BudgetRefusal? Of(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is BudgetException { Refusal: var refusal })
                return refusal;
        }

        return null;
    }

    // A run waits for its own budget to be raised, and for any other whose owner wants that.
    internal AxleException ToException()
    {
        var kind = For == BudgetSubject.Run || Action == BudgetAction.Pause ? ErrorKind.BudgetSpent : ErrorKind.QuotaSpent;
        return new AxleException(new AxleError(kind, Message()), new BudgetException(this));
    }

    private string Message()
    {
        var texts = new List<string>(3);
        if (Limit.Usd is { } usd && Spent.Usd + Needed.Usd > usd)
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"${Spent.Usd:0.00##} of ${usd:0.00##} is spent and this call needs up to ${Needed.Usd:0.00##}"));
        if (Limit.Tokens is { } tokens && Spent.Tokens + Needed.Tokens > tokens)
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"{Spent.Tokens} of {tokens} tokens are spent and this call needs up to {Needed.Tokens}"));
        if (Limit.Calls is { } calls && Spent.Calls + Needed.Calls > calls)
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"{Spent.Calls} of {calls} calls are made"));
        var what = texts.Count > 0 ? string.Join(", ", texts) : "calls under way hold what is left, and did not end in time";
        return $"The budget {Budget} has no room: {what}. Raise it with 'ax budget raise {Budget.Budget}', or change 'budgets' in axle.yaml.";
    }
}

/// <summary>Carries a <see cref="BudgetRefusal"/> inside an <see cref="AxleException"/>.</summary>
/// <param name="refusal">Why.</param>
public sealed class BudgetException(BudgetRefusal refusal) : Exception(null)
{
    /// <summary>Why.</summary>
    public BudgetRefusal Refusal { get; } = refusal;
}
