namespace Axle.Guardrails.Input.Training;

/// <summary>What a model that had not seen it says of a sample.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Margin">The highest margin of its pieces.</param>
/// <param name="IsCertain">Whether a rule decides alone.</param>
internal sealed record Judged(Sample Sample, float Margin, bool IsCertain)
{
    /// <summary>Whether the guard stops it at an operating point.</summary>
    public bool IsStopped(float threshold) => IsCertain || Margin >= threshold;
}
