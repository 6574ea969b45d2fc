namespace Axle.Guardrails.Input;

/// <summary>How the input guard is set.</summary>
public sealed record InputGuardOptions
{
    /// <summary>How sure the model must be. Default: <see cref="OperatingPoint.Balanced"/>.</summary>
    public OperatingPoint OperatingPoint { get; init; } = OperatingPoint.Balanced;

    /// <summary>Whether a text that could not be checked is stopped: the guard failed, time was up, the text too long. Default: true.</summary>
    public bool FailClosed { get; init; } = true;

    /// <summary>Characters of the longest text that is read. Default: 1,000,000.</summary>
    public int MaxCharacters { get; init; } = 1_000_000;

    /// <summary>Time for taking off disguises. Default: 250 ms; 2 KB take a fraction of one.</summary>
    public TimeSpan NormalisationBudget { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time for rules and model together, which read the same pieces. Default: 1 s; 2 KB take less than a millisecond on an idle
    /// machine, as a rule.</summary>
    public TimeSpan ModelBudget { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time for the judge. Default: 5 s.</summary>
    public TimeSpan JudgeBudget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Scores from which on a judge is asked, when there is one; those of 0.5 and more are asked too. Default: 0.2.</summary>
    public double JudgeFrom { get; init; } = 0.2;

    /// <summary>Scores at which the model decides alone. Default: 0.9.</summary>
    public double JudgeBelow { get; init; } = 0.9;
}
