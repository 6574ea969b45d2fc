namespace Axle.Workflows.Retention;

/// <summary>How long runs that have ended are kept.</summary>
public sealed record RetentionPolicy
{
    /// <summary>The policy when nothing is said: 30 days.</summary>
    public static RetentionPolicy Standard { get; } = new();

    /// <summary>
    /// How long a run is kept after its last event, one hour or longer; 30 days by default; null keeps runs for ever. Runs that wait for a
    /// person are kept in any case.
    /// </summary>
    public TimeSpan? Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often old runs are looked for: 1 minute to 30 days; every hour by default.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Runs that are removed in one transaction, 1 to 1,000; 20 by default. Whoever wants to write waits that long at most.</summary>
    public int Batch { get; init; } = 20;

    /// <summary>Time that is left to writers between two batches, up to a minute; 200 ms by default.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Checks the settings.</summary>
    /// <exception cref="AxleException">Validation: all faults in one message.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        if (Keep is { TotalHours: < 1 })
            faults.Add($"Keep is {Keep}: use one hour or longer, or null to keep runs for ever");
        if (Every < TimeSpan.FromMinutes(1) || Every > TimeSpan.FromDays(30))
            faults.Add($"Every is {Every}: use 1 minute to 30 days");
        if (Batch is < 1 or > 1_000)
            faults.Add($"Batch is {Batch}: use 1 to 1,000");
        if (Pause < TimeSpan.Zero || Pause > TimeSpan.FromMinutes(1))
            faults.Add($"Pause is {Pause}: use at most a minute");
        if (faults.Count > 0)
            throw new AxleException(ErrorKind.Validation, $"The retention of runs cannot be as it is set: {string.Join("; ", faults)}.");
    }
}
