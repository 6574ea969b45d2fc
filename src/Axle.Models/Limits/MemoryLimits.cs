namespace Axle.Models.Limits;

/// <summary>Limits of one process, forgotten with it. Everything returns at once. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
public sealed class MemoryLimits(TimeProvider time) : ILimitStore
{
    private const int MostSubjects = 100_000;
    private readonly Dictionary<string, LimitWindow> _windows = [];
    private readonly Lock _gate = new();

    /// <summary>How many subjects have something in their windows, or had lately.</summary>
    public int Subjects
    {
        get
        {
            lock (_gate)
                return _windows.Count;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        lock (_gate)
        {
            var rules = claim.Rules;
            var windows = rules.Select(rule => _windows.GetValueOrDefault(rule.Subject) ?? new LimitWindow((long)rule.Window.TotalMilliseconds)).ToList();
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
                    Keep(rules[i].Subject, windows[i], now);
            }

            return new(counts);
        }
    }

    /// <inheritdoc/>
    public ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(correction);
        lock (_gate)
        {
            if (_windows.TryGetValue(correction.Rule.Subject, out var window))
                window.Correct(correction, time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return ValueTask.CompletedTask;
    }

    private void Keep(string subject, LimitWindow window, long now)
    {
        if (_windows.Count >= MostSubjects)
        {
            foreach (var (known, kept) in _windows)
            {
                if (kept.IsEmptyAt(now))
                    _windows.Remove(known);
            }
        }

        _windows[subject] = window;
    }
}
