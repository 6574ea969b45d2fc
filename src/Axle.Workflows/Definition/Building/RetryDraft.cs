namespace Axle.Workflows.Definition.Building;

/// <summary>A retry policy of a step or of the defaults while it is being built.</summary>
internal static class RetryDraft
{
    /// <summary>What was said of it.</summary>
    public static Draft Of(
        int? maxAttempts,
        TimeSpan? initialDelay,
        double? multiplier,
        TimeSpan? maxDelay,
        double? jitter,
        IEnumerable<ErrorKind>? on,
        IEnumerable<ErrorKind>? notOn)
    {
        var retry = new Draft().AddGiven("maxAttempts", maxAttempts).AddGiven("initialDelay", initialDelay).AddGiven("multiplier", multiplier)
            .AddGiven("maxDelay", maxDelay).AddGiven("jitter", jitter);
        if (on is not null)
            retry.Add("on", on.Cast<object?>().ToList());
        if (notOn is not null)
            retry.Add("notOn", notOn.Cast<object?>().ToList());
        return retry;
    }
}
