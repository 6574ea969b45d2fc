namespace Axle.Models.Telemetry;

/// <summary>Something that happened in the gateway, for dashboards, alerts and audits. None holds prompt, answer or key.</summary>
/// <param name="At">When.</param>
/// <param name="Scope">Whom the call was for.</param>
public abstract record GatewayEvent(DateTimeOffset At, Scope Scope);

/// <summary>A provider was chosen, with the whole chain of candidates.</summary>
public sealed record RouteDecided(DateTimeOffset At, Scope Scope, ModelDecision Decision) : GatewayEvent(At, Scope);

/// <summary>A provider answered; the attempt is counted from 1 within the call, the latency goes from the request to the last byte.</summary>
public sealed record AttemptSucceeded(
    DateTimeOffset At, Scope Scope, string Provider, string Model, int Attempt, TimeSpan Latency, ModelUsage Usage, decimal Usd) : GatewayEvent(At, Scope);

/// <summary>A provider failed.</summary>
public sealed record AttemptFailed(
    DateTimeOffset At, Scope Scope, string Provider, string Model, int Attempt, TimeSpan Latency, ErrorKind Kind) : GatewayEvent(At, Scope);

/// <summary>A stream broke off after so many characters and another provider goes on with it.</summary>
public sealed record StreamTakenOver(
    DateTimeOffset At, Scope Scope, string From, string To, int Characters, ErrorKind Kind) : GatewayEvent(At, Scope);

/// <summary>Nobody can be asked now; the call waits from now until then for a limit or a provider to come back.</summary>
public sealed record CallWaits(DateTimeOffset At, Scope Scope, DateTimeOffset Until, ErrorKind Kind) : GatewayEvent(At, Scope)
{
    /// <summary>Whose limit or breaker is waited for; null when those that failed are given a moment.</summary>
    public string? Provider { get; init; }
}

/// <summary>A breaker moved to <c>closed</c>, <c>open</c> or <c>halfOpen</c>.</summary>
public sealed record CircuitMoved(DateTimeOffset At, Scope Scope, string Provider, string Model, string State, string Reason) : GatewayEvent(At, Scope);

/// <summary>A budget, for example <c>user:alice/day</c>, passed the share at which its owner wants to know.</summary>
public sealed record BudgetAlert(DateTimeOffset At, Scope Scope, string Budget, decimal Spent, decimal Limit) : GatewayEvent(At, Scope);

/// <summary>A budget acted on a call: <c>downgrade</c>, <c>pause</c> or <c>stop</c>.</summary>
public sealed record BudgetReached(
    DateTimeOffset At, Scope Scope, string Budget, decimal Spent, decimal Limit, string Action) : GatewayEvent(At, Scope);

/// <summary>The cache answered.</summary>
public sealed record CacheAnswered(DateTimeOffset At, Scope Scope, CacheStanding Standing) : GatewayEvent(At, Scope);

/// <summary>Hears what happens in the gateway. Called on the way of the call: it must return at once and not throw.</summary>
public interface IGatewayListener
{
    /// <summary>Hears one event.</summary>
    void Hear(GatewayEvent happened);
}
