using Axle.Workflows.Definition;

namespace Axle.Workflows.Resilience;

/// <summary>
/// Exponential backoff with jitter: the wait after attempt n is initialDelay × multiplier^(n-1), at most maxDelay, times a random
/// factor. With the defaults that is 2^n seconds. Source of the idea that jitter avoids herds: Brooker, "Exponential Backoff And
/// Jitter", AWS Architecture Blog, 2015.
/// </summary>
public static class Backoff
{
    /// <summary>No wait is longer, whoever asks for it.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromDays(30);

    /// <summary>Whether an error of this kind, after this many attempts, is followed by another attempt.</summary>
    public static bool ShouldRetry(RetryPolicy policy, ErrorKind kind, int attempts) =>
        attempts < policy.MaxAttempts
        && !policy.NotOn.Contains(kind)
        && (policy.On.IsEmpty ? kind.IsTransient() : policy.On.Contains(kind));

    /// <summary>How long to wait before the next attempt.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="attempts">Attempts made so far, from 1.</param>
    /// <param name="jitter">A random number from 0 to 1; 0.5 means no change.</param>
    /// <param name="retryAfter">
    /// What the other side asked for: waited at least, even beyond the longest wait of the policy, but no longer than
    /// <see cref="LongestWait"/>.
    /// </param>
    public static TimeSpan Delay(RetryPolicy policy, int attempts, double jitter, TimeSpan? retryAfter)
    {
        var factor = Math.Pow(policy.Multiplier, attempts - 1);
        // An endless factor times no delay is not a number.
        var wait = policy.InitialDelay == TimeSpan.Zero ? 0 : Math.Min(policy.InitialDelay.TotalMilliseconds * factor, policy.MaxDelay.TotalMilliseconds);
        wait *= 1 + (policy.Jitter * ((2 * Math.Clamp(jitter, 0, 1)) - 1));
        var delay = TimeSpan.FromMilliseconds(Math.Min(wait, policy.MaxDelay.TotalMilliseconds));
        delay = retryAfter is { } asked && asked > delay ? asked : delay;
        return delay < LongestWait ? delay : LongestWait;
    }
}
