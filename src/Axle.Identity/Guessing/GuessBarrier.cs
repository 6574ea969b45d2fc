namespace Axle.Identity.Guessing;

/// <summary>
/// Makes guessing slow. A try counts before its outcome is known, so that many at once count as many; a success takes its subject off the list.
/// Remembered in memory for an hour after the last try: 10,000 subjects each that were tried once, tried again, and have to wait, the oldest of them
/// forgotten first. So a flood of others pushes nobody off the list who has to wait.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class GuessBarrier(TimeProvider time)
{
    private const int MostOfEach = 10_000;
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private readonly Dictionary<string, LinkedListNode<Tries>> _subjects = new(StringComparer.Ordinal);
    private readonly LinkedList<Tries>[] _byAge = [new(), new(), new()];
    private readonly Lock _gate = new();

    /// <summary>Counts a try for all of the subjects, unless one of them has to wait.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.RateLimited"/>, with the time to wait: nothing was counted.</exception>
    public void Begin(params ReadOnlySpan<(string Subject, GuessLimit Limit)> subjects)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var until = now;
            foreach (var (subject, _) in subjects)
            {
                if (_subjects.TryGetValue(subject, out var known) && known.Value.Until > until)
                    until = known.Value.Until;
            }

            if (until > now)
                throw Wait(until - now);
            foreach (var (subject, limit) in subjects)
                Count(subject, limit, now);
        }
    }

    /// <summary>The try was right: nothing is held against the subjects any more.</summary>
    public void Succeeded(params ReadOnlySpan<string> subjects)
    {
        lock (_gate)
        {
            foreach (var subject in subjects)
            {
                if (_subjects.TryGetValue(subject, out var node))
                    Remove(node);
            }
        }
    }

    /// <summary>A try was right that many others share a subject with: this one is not held against it, those that were wrong are.</summary>
    public void TakeBack(string subject, GuessLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        lock (_gate)
        {
            if (!_subjects.TryGetValue(subject, out var node))
                return;
            var count = node.Value.Count - 1;
            if (count == 0)
                Remove(node);
            else
                node.Value = node.Value with { Count = count, Until = node.Value.At + limit.After(count) };
        }
    }

    private void Count(string subject, GuessLimit limit, DateTimeOffset now)
    {
        if (_subjects.TryGetValue(subject, out var known))
            Remove(known);
        var count = (known?.Value.Count ?? 0) + 1;
        var alike = _byAge[count == 1 ? 0 : count <= limit.Free ? 1 : 2];
        _subjects[subject] = alike.AddLast(new Tries(subject, count, now, now + limit.After(count)));
        if (alike.Count > MostOfEach)
            Remove(alike.First!);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var alike in _byAge)
        {
            while (alike.First is { } oldest && oldest.Value.At < now - Memory)
                Remove(oldest);
        }
    }

    private void Remove(LinkedListNode<Tries> node)
    {
        node.List!.Remove(node);
        _subjects.Remove(node.Value.Subject);
    }

    private static AxleException Wait(TimeSpan wait)
    {
        var seconds = Math.Ceiling(wait.TotalSeconds);
        return new AxleException(new AxleError(
            ErrorKind.RateLimited, $"There were too many wrong tries. Wait {seconds} seconds, then try again.", TimeSpan.FromSeconds(seconds)));
    }

    private sealed record Tries(string Subject, int Count, DateTimeOffset At, DateTimeOffset Until);
}
