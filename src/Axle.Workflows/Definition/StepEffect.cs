namespace Axle.Workflows.Definition;

/// <summary>What it would mean to do a step's work twice: decides what happens to an attempt whose outcome nobody knows.</summary>
public enum StepEffect
{
    /// <summary>Doing it again under the same idempotency key has the effect of doing it once, so it is done again.</summary>
    Idempotent,

    /// <summary>It changes nothing outside of the run, so it is done again.</summary>
    Safe,

    /// <summary>It must not be done twice, so a person says how it ended before the run goes on.</summary>
    Once,
}
