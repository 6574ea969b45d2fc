namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>When a circuit opens, and when it is tried again.</summary>
public sealed record CircuitBreakerOptions
{
    /// <summary>The settings that hold when none are given.</summary>
    public static CircuitBreakerOptions Default { get; } = new();

    /// <summary>Share of failures in <see cref="SamplingWindow"/> that opens the circuit: above 0, at most 1; 0.5 by default.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>How far back calls count, to a tenth of it: at least 1 second; 30 seconds by default.</summary>
    public TimeSpan SamplingWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls in the window below which <see cref="FailureRatio"/> says nothing: at least 2; 10 by default.</summary>
    public int MinimumThroughput { get; init; } = 10;

    /// <summary>Failures in a row that open the circuit, however few calls there were: at least 1; 5 by default.</summary>
    public int ConsecutiveFailures { get; init; } = 5;

    /// <summary>How long an open circuit refuses every call: at least 1 millisecond; 30 seconds by default. A probe that is silent so long is lost.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls let through at once after the break, all of which must succeed to close the circuit: at least 1, which is the default.</summary>
    public int Probes { get; init; } = 1;

    /// <summary>The same settings, when each is in its range.</summary>
    /// <exception cref="AxleException">Validation: names every setting that is not.</exception>
    public CircuitBreakerOptions Checked()
    {
        var faults = new List<string>();
        if (!(FailureRatio is > 0 and <= 1))
            faults.Add($"failure ratio {FailureRatio} is not above 0 and at most 1");
        if (SamplingWindow < TimeSpan.FromSeconds(1))
            faults.Add($"sampling window {SamplingWindow} is shorter than a second");
        if (MinimumThroughput < 2)
            faults.Add($"minimum throughput {MinimumThroughput} is less than 2");
        if (ConsecutiveFailures < 1)
            faults.Add($"consecutive failures {ConsecutiveFailures} is less than 1");
        if (BreakFor < TimeSpan.FromMilliseconds(1))
            faults.Add($"break {BreakFor} is shorter than a millisecond");
        if (Probes < 1)
            faults.Add($"probes {Probes} is less than 1");
        return faults.Count == 0
            ? this
            : throw new AxleException(ErrorKind.Validation, $"The settings of a circuit breaker are out of range: {string.Join("; ", faults)}.");
    }
}
