using System.Collections.Concurrent;

namespace Axle.Workflows.Engine;

/// <summary>
/// How long runs that could not be gone on with are left alone: the first time not at all, since the store may have failed for a moment; then twice as
/// long each time, so that one run that nobody can execute does not keep a process busy.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RunSetbacks(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A run that went on for so long is not about to fail the same way.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<RunId, (int Count, DateTimeOffset TriedAgain)> _runs = new();

    /// <summary>Notes that a run could not be gone on with.</summary>
    /// <returns>How long to leave it alone: zero to 5 minutes.</returns>
    public TimeSpan Note(RunId run)
    {
        var now = time.GetUtcNow();
        var (count, triedAgain) = _runs.GetValueOrDefault(run);
        if (now - triedAgain > Forgotten)
            count = 0;
        var wait = count == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(count - 1, 20)));
        _runs[run] = (count + 1, now + wait);
        return wait;
    }

    /// <summary>The run went on as it should.</summary>
    public void Forget(RunId run) => _runs.TryRemove(run, out _);
}

/// <summary>A run that an engine could not go on with. Nothing of it is lost: it is as it was last stored.</summary>
/// <param name="Run">The run.</param>
/// <param name="Cause">Why.</param>
/// <param name="AgainAfter">When it is tried again: at once to after 5 minutes.</param>
public sealed record RunSetback(RunId Run, Exception Cause, TimeSpan AgainAfter);
