using System.Collections.Concurrent;
using Axle.Models.Budget;
using Axle.Models.Health;
using Axle.Models.Limits;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Routing;

/// <summary>Starts and moves calls through their plans, waits where waiting helps, and tells what it decided.</summary>
internal sealed class Router(IRoutePlanner planner, RoutingOptions options, GatewayListeners listeners, TimeProvider time, ILogger logger)
{
    private const int MostPlans = 512;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(8);

    /// <summary>How long a provider is left alone that limits without saying for how long.</summary>
    private static readonly TimeSpan UnsaidWait = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<PlanKey, RoutePlan> _plans = new();
    private readonly RetryAllowance _rounds = new();
    private readonly LimitLines _lines = new(time, logger);
    private uint _turn;

    /// <summary>Begins a call.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: it names a provider that does not exist.</exception>
    public RouteCourse Start(ModelCall call, IEnumerable<ChatMessage> messages, ChatOptions? chat)
    {
        var request = call.Request;
        var isAuto = request.Model is { } model && model.Equals(RoutePlanner.Auto, StringComparison.OrdinalIgnoreCase);
        var complexity = isAuto ? ComplexityReader.Read(messages, chat) : QueryComplexity.Standard;
        var key = new PlanKey(request.Provider, request.Model, request.Preferred, complexity, request.QualityFloor);
        if (!_plans.TryGetValue(key, out var plan))
        {
            if (_plans.Count >= MostPlans)
                _plans.Clear();
            plan = _plans[key] = planner.Plan(request, complexity);
        }

        _rounds.Earn();
        return new RouteCourse(call, plan, RouteNeeds.Of(call, messages, chat), options.Strategy);
    }

    /// <summary>Goes to the next candidate, and waits for one when the call has time.</summary>
    /// <exception cref="AxleException">Nobody is left; the kind and the waiting time say what the caller can do.</exception>
    public async ValueTask<RouteAttempt> NextAsync(ModelCall call, RouteCourse course, CancellationToken cancellationToken)
    {
        try
        {
            return await ChooseAsync(call, course, cancellationToken);
        }
        finally
        {
            _lines.Leave(course);
        }
    }

    private async ValueTask<RouteAttempt> ChooseAsync(ModelCall call, RouteCourse course, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (course.Next(now, Interlocked.Increment(ref _turn), out var moved, out var ticket) is { } decision)
            {
                if (!course.Current.Deployment.Limit.IsShared)
                    return Begin(call, course, decision, moved, ticket, now);
                if (await _lines.TakeAsync(call, course, cancellationToken) is { } taken)
                    return Begin(call, course, decision, moved, taken, now);
                continue;
            }

            if (await _lines.LineUpAsync(call, course, cancellationToken))
                continue;
            var free = course.FreeAt();
            DateTimeOffset? at = course.Again(now, out var wantsBackoff, out var rested)
                ? wantsBackoff ? Earlier(now + Backoff(course.Pauses++), free) : now
                : rested is { } rest ? Earlier(rest, free) : free;
            if (at is not { } until || call.Request.Deadline is not { } deadline || until >= deadline || (wantsBackoff && !_rounds.TryTake()))
                throw Exhausted(call, course, now);
            if (until <= now)
                continue;
            var kind = course.Failures.Length > 0 ? course.Failures[^1].Error.Kind : ErrorKind.RateLimited;
            listeners.Tell(new CallWaits(now, call.Request.Scope, until, kind) { Provider = until == free ? course.FreeFirst()?.Options.Name : null });
            if (course.Turn?.Ticket is not null)
                _lines.Leave(course);
            await Task.Delay(until - now, time, cancellationToken);
        }
    }

    /// <summary>An attempt succeeded.</summary>
    public void Succeed(RouteAttempt attempt, ModelUsage usage, TimeSpan latency)
    {
        attempt.IsSettled = true;
        var now = time.GetUtcNow();
        var deployment = attempt.Candidate.Deployment;
        var tokens = usage.IsMissing ? attempt.Ticket.Tokens : usage.InputTokens + usage.OutputTokens;
        var moved = deployment.Succeed(latency, tokens, now);
        deployment.Limit.Settle(attempt.Ticket, tokens, now);
        deployment.Limit.Admit(attempt.Sent);
        TellMove(attempt.Call, deployment, moved, "it answered", now);
        logger.Answered(attempt.Call.Provider, attempt.Call.Model, latency.TotalMilliseconds, usage.InputTokens, usage.OutputTokens);
        if (listeners.Any)
        {
            listeners.Tell(new AttemptSucceeded(now, attempt.Call.Request.Scope, deployment.Options.Name, deployment.Model, attempt.Number, latency, usage,
                attempt.Call.Charges.IsEmpty ? 0 : attempt.Call.Charges[^1].Usd));
        }
    }

    /// <summary>An attempt failed.</summary>
    /// <returns>Whether another candidate may cure it.</returns>
    public bool Fail(RouteAttempt attempt, RouteCourse course, Exception exception)
    {
        var error = RouteChatClient.ErrorOf(exception);
        attempt.IsSettled = true;
        if (BudgetRefusal.Of(exception) is { } refusal)
            return Refuse(attempt, course, error, refusal);
        var now = time.GetUtcNow();
        var deployment = attempt.Candidate.Deployment;
        var moved = deployment.Fail(error.Kind, error.RetryAfter, now);
        var rests = error.Kind == ErrorKind.RateLimited ? now + (error.RetryAfter ?? UnsaidWait) : default;
        if (rests != default)
            deployment.Limit.Refuse(attempt.Sent, rests);
        if (error.Kind is not (ErrorKind.Timeout or ErrorKind.Network))
            deployment.Limit.Settle(attempt.Ticket, 0, now);
        TellMove(attempt.Call, deployment, moved, error.Kind.ToName(), now);
        logger.Failed(deployment.Options.Name, deployment.Model, error.Kind.ToName(), error.Message);
        if (listeners.Any)
        {
            listeners.Tell(new AttemptFailed(now, attempt.Call.Request.Scope, deployment.Options.Name, deployment.Model, attempt.Number,
                time.GetElapsedTime(attempt.Began), error.Kind));
        }

        course.Fail(error, rests);
        return FallbackRule.MovesOn(error.Kind);
    }

    /// <summary>The gate let the attempt not pass: that says nothing about the provider, which was not asked. The next candidate may do.</summary>
    public void Deny(RouteAttempt attempt, RouteCourse course, AxleError error)
    {
        attempt.IsSettled = true;
        Abandon(attempt);
        attempt.Candidate.Deployment.Limit.GiveBack(attempt.Ticket, time.GetUtcNow());
        logger.Failed(attempt.Candidate.Deployment.Options.Name, attempt.Candidate.Deployment.Model, error.Kind.ToName(), error.Message);
        course.Deny(error);
    }

    /// <summary>The caller gave an attempt up: it says nothing about the provider.</summary>
    public void Abandon(RouteAttempt attempt) => attempt.Candidate.Deployment.Fail(ErrorKind.Cancelled, wait: null, time.GetUtcNow());

    /// <summary>Now, as a timestamp of the clock.</summary>
    public long Timestamp() => time.GetTimestamp();

    /// <summary>A budget let the attempt not pass: that says nothing about the provider, which was not asked.</summary>
    private bool Refuse(RouteAttempt attempt, RouteCourse course, AxleError error, BudgetRefusal refusal)
    {
        Abandon(attempt);
        attempt.Candidate.Deployment.Limit.GiveBack(attempt.Ticket, time.GetUtcNow());
        course.Fail(error, restsUntil: default, refusal);
        if (refusal.Action == BudgetAction.Downgrade)
            course.GoCheaper();
        return refusal.Action == BudgetAction.Downgrade || refusal.For == BudgetSubject.Provider;
    }

    private static AxleException Exhausted(ModelCall call, RouteCourse course, DateTimeOffset now)
    {
        var exhausted = course.Exhausted(now);
        if (LimitLines.ComesAgain(call) && exhausted.Error.Kind.IsTransient() && course.IsTurnIn(exhausted.Error.RetryAfter, now))
            course.Turn = null;
        return exhausted;
    }

    private RouteAttempt Begin(ModelCall call, RouteCourse course, ModelDecision decision, Moved moved, RateTicket ticket, DateTimeOffset now)
    {
        var deployment = course.Current.Deployment;
        logger.Chosen(decision.Chosen, decision.Model, decision.Reason);
        call.Decisions = call.Decisions.Add(decision);
        call.Provider = deployment.Options.Name;
        call.Model = deployment.Model;
        call.Offline = deployment.IsOffline;
        call.Limit = deployment.IsOffline ? null : deployment.Limit;
        TellMove(call, deployment, moved, "a probe", now);
        if (listeners.Any)
            listeners.Tell(new RouteDecided(now, call.Request.Scope, decision));
        return call.Attempt = new RouteAttempt(this, call, course.Current)
        {
            IsProbe = moved.To == CircuitPosition.HalfOpen,
            Number = course.Attempts,
            Ticket = ticket,
            Tokens = course.Needs.Tokens,
            Began = Timestamp(),
        };
    }

    private void TellMove(ModelCall call, Deployment deployment, Moved moved, string reason, DateTimeOffset now)
    {
        if (!moved.HasMoved)
            return;
        logger.CircuitMoved(deployment.Options.Name, deployment.Model, moved.To, reason);
        listeners.Tell(new CircuitMoved(now, call.Request.Scope, deployment.Options.Name, deployment.Model, Word(moved.To), reason));
    }

    // Full jitter would let some come back at once; half of the time is kept.
    private TimeSpan Backoff(int round)
    {
        var whole = FirstBackoff * Math.Pow(2, Math.Min(round, 10));
        whole = whole < LongestBackoff ? whole : LongestBackoff;
        var share = (Volatile.Read(ref _turn) * 2654435761u) / (double)uint.MaxValue;
        return whole * (0.5 + (share / 2));
    }

    private static DateTimeOffset Earlier(DateTimeOffset first, DateTimeOffset? second) => second < first ? second.Value : first;

    private static string Word(CircuitPosition position) => position switch
    {
        CircuitPosition.Open => "open",
        CircuitPosition.HalfOpen => "halfOpen",
        _ => "closed",
    };

    private readonly record struct PlanKey(
        string? Provider, string? Model, IReadOnlyList<ModelPreference> Preferred, QueryComplexity Complexity, int? QualityFloor);
}
