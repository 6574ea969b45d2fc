using System.Collections.Immutable;
using Axle.Models.Budget;
using Axle.Models.Health;
using Axle.Models.Limits;

namespace Axle.Models.Routing;

/// <summary>Walks one call through its plan and remembers what was tried.</summary>
internal sealed class RouteCourse(ModelCall call, RoutePlan plan, RouteNeeds needs, RoutingStrategy strategy)
{
    private ImmutableArray<(int Index, AxleError Error)> _failures = [];
    private ImmutableDictionary<int, DateTimeOffset> _rests = ImmutableDictionary<int, DateTimeOffset>.Empty;
    private ulong _tried = Avoided(call, plan);
    private int _contextAbove = -1;
    private decimal _priceBelow = decimal.MaxValue;
    private int _current = -1;
    private BudgetRefusal? _refusal;
    private bool _isDenied;
    private Obstacle[] _obstacles = [];
    private Dictionary<RateLimit, DateTimeOffset>? _waits;

    /// <summary>The candidate that was chosen last.</summary>
    public Candidate Current => plan.Candidates[_current];

    /// <summary>Attempts so far, the one under way included.</summary>
    public int Attempts { get; private set; }

    /// <summary>How often it paused because everybody had failed.</summary>
    public int Pauses { get; set; }

    /// <summary>Its place in the line for a limit that processes share; null when it has none.</summary>
    public LimitTurn? Turn { get; set; }

    /// <summary>What the call needs.</summary>
    public RouteNeeds Needs => needs;

    /// <summary>What failed so far, first to last.</summary>
    public ImmutableArray<(int Index, AxleError Error)> Failures => _failures;

    /// <summary>Chooses and takes the next candidate; null when nobody can be asked now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="turn">Counts choices of all calls.</param>
    /// <param name="moved">What its breaker did.</param>
    /// <param name="ticket">What was taken of its rate limit.</param>
    public ModelDecision? Next(DateTimeOffset now, uint turn, out Moved moved, out RateTicket ticket)
    {
        (moved, ticket) = (default, default);
        var forced = 0UL;
        Span<Obstacle> seen = stackalloc Obstacle[plan.Candidates.Length];
        while (true)
        {
            var choice = new Choice(needs, _tried, _contextAbove, _priceBelow, strategy, now, turn, _waits);
            var index = Chooser.Choose(plan, choice, seen);
            _obstacles = Kept(seen);
            var isLastResort = index < 0;
            if (isLastResort && (index = Chooser.ChooseAnyway(plan, _obstacles, forced)) < 0 && (index = Offline()) < 0)
                return null;
            if (TryTake(plan.Candidates[index].Deployment, isLastResort, now, out moved, out ticket))
                return Decide(index);

            // Another call was faster, and what stands in the way now shows at the next look; not where obstacles were passed over.
            if (isLastResort)
                forced |= 1UL << index;
        }
    }

    /// <summary>Notes that the current candidate failed, and what follows for the next choice.</summary>
    /// <param name="error">Why.</param>
    /// <param name="restsUntil">Until when the provider wants this call not to come again; the default value when it does not say.</param>
    /// <param name="refusal">The budget that had no room; null when it was another reason.</param>
    public void Fail(AxleError error, DateTimeOffset restsUntil, BudgetRefusal? refusal = null)
    {
        if (restsUntil != default)
            _rests = _rests.SetItem(_current, restsUntil);
        _refusal ??= refusal;
        _failures = _failures.Add((_current, error));
        _tried |= 1UL << _current;
        if (error.Kind == ErrorKind.ContextTooLong)
            _contextAbove = Math.Max(_contextAbove, Current.Deployment.Card?.ContextTokens ?? (int)Math.Min(needs.InputTokens, int.MaxValue));
    }

    /// <summary>The current candidate was not asked after all.</summary>
    public void StepBack() => Attempts--;

    /// <summary>Notes until when the call waits for a limit that processes share.</summary>
    public void Wait(RateLimit limit, DateTimeOffset until)
    {
        (_waits ??= [])[limit] = until;
        for (var i = 0; i < _obstacles.Length; i++)
        {
            if (_obstacles[i].Kind == ObstacleKind.Rate && plan.Candidates[i].Deployment.Limit == limit)
                _obstacles[i] = _obstacles[i] with { Until = until };
        }
    }

    /// <summary>Notes that the current candidate may not be asked. Then none is asked that is no model: what is denied is not to be made up.</summary>
    public void Deny(AxleError error)
    {
        Fail(error, restsUntil: default);
        _isDenied = true;
    }

    /// <summary>Only models cheaper than the current one may be chosen from now on, and none that is free because it is no model.</summary>
    public void GoCheaper() => _priceBelow = Current.Price ?? 0;

    /// <summary>Lets everybody be tried again whose trouble passes, who has retries left, and who does not want this call to wait.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wantsBackoff">Whether one of them failed, and should be given a moment. One that only limits has said when it may be asked.</param>
    /// <param name="rested">When the first of those may be asked who want this call to wait; null when there is none.</param>
    /// <returns>False when there is nobody.</returns>
    public bool Again(DateTimeOffset now, out bool wantsBackoff, out DateTimeOffset? rested)
    {
        rested = null;
        var before = _tried;
        wantsBackoff = false;
        for (var index = 0; index < plan.Candidates.Length; index++)
        {
            var failures = _failures.Count(f => f.Index == index);
            if (failures == 0 || failures > plan.Candidates[index].Deployment.Options.MaxRetries || (_tried & (1UL << index)) == 0)
                continue;
            var kind = _failures.Last(f => f.Index == index).Error.Kind;
            if (!kind.IsTransient())
                continue;
            if (_rests.TryGetValue(index, out var until) && until > now)
            {
                rested = rested < until ? rested : until;
                continue;
            }

            _tried &= ~(1UL << index);
            wantsBackoff |= kind != ErrorKind.RateLimited;
        }

        return _tried != before;
    }

    /// <summary>The earliest time at which somebody can be asked whose turn has not come; null when nothing passes by itself.</summary>
    public DateTimeOffset? FreeAt() => FirstFree() is >= 0 and var first ? _obstacles[first].Until : null;

    /// <summary>Whose turn that is; null when nothing passes by itself.</summary>
    public Deployment? FreeFirst() => FirstFree() is >= 0 and var first ? plan.Candidates[first].Deployment : null;

    /// <summary>Whether nothing but a limit that processes share keeps the call from being the next at the one who is free first.</summary>
    public bool WaitsForOthers() => FirstFree() is >= 0 and var first && _obstacles[first].Kind == ObstacleKind.Rate
        && plan.Candidates[first].Deployment.Limit is { IsShared: true } limit && Turn?.Limit != limit;

    /// <summary>Whether the call comes when its turn is, if it comes again so much later.</summary>
    public bool IsTurnIn(TimeSpan? later, DateTimeOffset now) =>
        Turn is { Ticket: null } turn && _waits is not null && _waits.TryGetValue(turn.Limit, out var at) && at - now == later;

    /// <summary>What to tell the caller when nobody is left.</summary>
    public AxleException Exhausted(DateTimeOffset now)
    {
        var wait = FreeAt() is { } at && at > now ? at - now : (TimeSpan?)null;
        if (_failures.Length > 0)
        {
            // Trouble that passes is worth more to the caller than trouble that does not: it may try again.
            var (index, error) = _failures.FirstOrDefault(f => f.Error.Kind.IsTransient(), _failures[0]);
            call.Limit = plan.Candidates[index].Deployment.Limit;
            var others = _failures.Where(f => f.Index != index).Select(f => f.Error).DistinctBy(e => e.Message).Where(e => e.Message != error.Message).ToList();
            var rest = Shorter(error.RetryAfter ?? Rest(index, error, now), wait);
            var all = error with { Message = Joined(error, others, static e => e.Message), RetryAfter = rest };
            if (others.Any(static e => e.ForClients is not null) || error.ForClients is not null)
                all = all with { ForClients = Joined(error, others, static e => e.ForClients ?? e.Message) };
            return new AxleException(all, _refusal is null ? null : new BudgetException(_refusal));
        }

        var chain = new DecisionChain(plan, chosen: -1, _obstacles, _failures);
        var reasons = string.Join(" ", chain.Where(c => c.Standing == CandidateStanding.Skipped).Select(c => $"{c.Provider} ({c.Model}): {c.Reason}"));
        if (Array.FindIndex(_obstacles, static o => o.Kind == ObstacleKind.Rate) is >= 0 and var limited)
            call.Limit = plan.Candidates[limited].Deployment.Limit;
        var kind = _obstacles.Any(o => o.Kind == ObstacleKind.Rate) ? ErrorKind.RateLimited
            : _obstacles.FirstOrDefault(o => o.Kind == ObstacleKind.Circuit) is { Kind: ObstacleKind.Circuit } circuit ? circuit.Cause
            : _obstacles.Any(o => o.Kind == ObstacleKind.Context) ? ErrorKind.ContextTooLong
            : ErrorKind.NotFound;
        return new AxleException(new AxleError(kind, $"No model can be asked now. {reasons}", wait));
    }

    private static string Joined(AxleError error, List<AxleError> others, Func<AxleError, string> words) =>
        others.Count == 0 ? words(error) : $"{words(error)} No other provider helped: {string.Join(" ", others.Select(words))}";

    private int FirstFree()
    {
        var first = -1;
        for (var i = 0; i < _obstacles.Length; i++)
        {
            if (_obstacles[i].Passes && (first < 0 || _obstacles[i].Until < _obstacles[first].Until))
                first = i;
        }

        return first;
    }

    // A provider that limits without saying for how long is left alone all the same, and the caller should know for how long.
    private TimeSpan? Rest(int index, AxleError error, DateTimeOffset now)
    {
        var rest = plan.Candidates[index].Deployment.Limit.WaitFor(needs.Tokens, now);
        if (_rests.TryGetValue(index, out var until) && until - now > rest)
            rest = until - now;
        return error.Kind == ErrorKind.RateLimited && rest > TimeSpan.Zero ? rest : null;
    }

    // Most choices meet no obstacle, and then there is nothing to keep for whoever reads the chain.
    private static Obstacle[] Kept(ReadOnlySpan<Obstacle> seen) => seen.ContainsAnyExcept(default(Obstacle)) ? seen.ToArray() : [];

    private bool TryTake(Deployment deployment, bool anyway, DateTimeOffset now, out Moved moved, out RateTicket ticket)
    {
        (moved, ticket) = (default, default);
        if (_waits is not null && _waits.TryGetValue(deployment.Limit, out var until) && until > now)
            return false;
        if (!deployment.TryBegin(now, anyway, out moved))
            return false;
        if (deployment.Limit.TryTake(needs.Tokens, now) is { } taken)
        {
            ticket = taken;
            return true;
        }

        deployment.Fail(ErrorKind.Cancelled, wait: null, now);
        return false;
    }

    // The offline provider answers when no language model can: nothing is left that would pass, or nobody will try again.
    private int Offline()
    {
        var last = plan.Candidates.Length - 1;
        var isFree = (_tried & (1UL << last)) == 0 && plan.Candidates[last].Deployment.IsOffline;
        var mayAnswer = isFree && !_isDenied && call.Request.MayUseOffline && _priceBelow == decimal.MaxValue;
        return mayAnswer && (call.Request.LastAttempt || NothingPasses()) ? last : -1;
    }

    private bool NothingPasses()
    {
        foreach (var (_, error) in _failures)
        {
            if (error.Kind.IsTransient())
                return false;
        }

        foreach (var obstacle in _obstacles)
        {
            if (obstacle.Passes && (obstacle.Kind != ObstacleKind.Circuit || HealthMachine.Passes(obstacle.Cause)))
                return false;
        }

        return true;
    }

    private static ulong Avoided(ModelCall call, RoutePlan plan)
    {
        var avoided = 0UL;
        for (var i = 0; i < plan.Candidates.Length && !call.Avoided.IsEmpty; i++)
        {
            if (call.Avoided.Contains(plan.Candidates[i].Deployment.Options.Name))
                avoided |= 1UL << i;
        }

        return avoided;
    }

    private ModelDecision Decide(int index)
    {
        _current = index;
        Attempts++;
        return new ModelDecision(
            plan.Requested, Current.Deployment.Options.Name, Current.Deployment.Model, Reason(), new DecisionChain(plan, index, _obstacles, _failures));
    }

    private static TimeSpan? Shorter(TimeSpan? first, TimeSpan? second) =>
        first is null ? second : second is null ? first : first < second ? first : second;

    private string Reason()
    {
        if (_failures.Length > 0)
        {
            var (index, error) = _failures[^1];
            return $"{plan.Candidates[index].Deployment.Options.Name} failed ({error.Kind.ToName()}). {Current.Reason}";
        }

        if (_current == 0)
            return Current.Reason;
        var first = new DecisionChain(plan, _current, _obstacles, _failures)[0];
        return (first.Standing, plan.Requested) switch
        {
            (CandidateStanding.Skipped, { } asked) => $"{asked} was asked for but cannot be used. {first.Reason} {Current.Reason}",
            (CandidateStanding.Skipped, null) when _obstacles is [var obstacle, ..] && obstacle.Kind != ObstacleKind.Configuration =>
                $"{first.Provider} cannot be asked now. {first.Reason} {Current.Reason}",
            _ => Current.Reason,
        };
    }
}
