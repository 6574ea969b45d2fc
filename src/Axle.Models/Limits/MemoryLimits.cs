namespace Axle.Models.Limits;

/// <summary>Limits of one process, forgotten with it. Everything returns at once; most subjects wait for no other. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
public sealed class MemoryLimits(TimeProvider time) : ILimitStore
{
    private const int Stripes = 64;
    private const int MostSubjects = 100_000;
    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, Stripes).Select(static _ => new Stripe())];

    /// <summary>How many subjects have something in their windows, or had lately.</summary>
    public int Subjects => _stripes.Sum(static stripe =>
    {
        lock (stripe.Gate)
            return stripe.Windows.Count;
    });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        // Always in the same order: nobody waits for somebody who waits for them.
        var held = claim.Rules.Select(static rule => rule.Subject).Select(IndexOf).Distinct().Order().Select(i => _stripes[i]).ToList();
        held.ForEach(static stripe => stripe.Gate.Enter());
        try
        {
            return new(Take(claim));
        }
        finally
        {
            held.ForEach(static stripe => stripe.Gate.Exit());
        }
    }

    /// <inheritdoc/>
    public ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(correction);
        var stripe = StripeOf(correction.Rule.Subject);
        lock (stripe.Gate)
        {
            if (stripe.Windows.TryGetValue(correction.Rule.Subject, out var window))
                window.Correct(correction, time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return ValueTask.CompletedTask;
    }

    private LimitCount[] Take(LimitClaim claim)
    {
        var rules = claim.Rules;
        var windows = rules.Select(WindowOf).ToList();
        var clock = time.GetUtcNow().ToUnixTimeMilliseconds();
        var now = windows.Aggregate(clock, (latest, w) => Math.Max(latest, w.NewestAt(clock)));
        var free = windows.Select((w, i) => w.FreeAt(rules[i], claim.Tokens, claim.Turn, now)).ToList();
        var isFree = free.TrueForAll(at => at <= now);
        var counts = new LimitCount[rules.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            var cell = isFree ? windows[i].Take(claim.Tokens, claim.Turn, now) : 0;
            if (!isFree && claim is { Waits: true, Turn: { } turn })
                windows[i].Line(turn, free[i], claim.Tokens);
            if (isFree || claim is { Waits: true, Turn: not null })
                windows[i].See(clock);
            counts[i] = windows[i].Count(free[i] - now, cell, now);
            if (!windows[i].IsEmptyAt(now))
                StripeOf(rules[i].Subject).Keep(rules[i].Subject, windows[i], now);
        }

        return counts;
    }

    private LimitWindow WindowOf(LimitRule rule) =>
        StripeOf(rule.Subject).Windows.GetValueOrDefault(rule.Subject) ?? new LimitWindow((long)rule.Window.TotalMilliseconds);

    private int IndexOf(string subject) => (int)((uint)subject.GetHashCode(StringComparison.Ordinal) % (uint)_stripes.Length);

    private Stripe StripeOf(string subject) => _stripes[IndexOf(subject)];

    /// <summary>Some of the subjects, under one lock.</summary>
    private sealed class Stripe
    {
        public Lock Gate { get; } = new();

        public Dictionary<string, LimitWindow> Windows { get; } = [];

        public void Keep(string subject, LimitWindow window, long now)
        {
            if (Windows.Count >= MostSubjects / Stripes)
            {
                foreach (var (known, kept) in Windows)
                {
                    if (kept.IsEmptyAt(now))
                        Windows.Remove(known);
                }
            }

            Windows[subject] = window;
        }
    }
}
