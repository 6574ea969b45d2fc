namespace Axle.Models;

/// <summary>One choice of a provider, with everything that was considered: written into the run's events.</summary>
/// <param name="Requested">What was asked for, as written (<c>claude</c>, <c>claude/claude-sonnet-4-5</c>); null when nothing was.</param>
/// <param name="Chosen">Name of the chosen provider.</param>
/// <param name="Model">Name of the chosen model.</param>
/// <param name="Reason">One sentence: why this one.</param>
/// <param name="Chain">Every candidate in order, those skipped or failed before the choice with their reason.</param>
public sealed record ModelDecision(
    string? Requested, string Chosen, string Model, string Reason, IReadOnlyList<ModelCandidate> Chain);

/// <summary>One candidate of a <see cref="ModelDecision"/>.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model that would be used.</param>
/// <param name="Standing">What became of it.</param>
/// <param name="Reason">One sentence: why it stands so.</param>
public sealed record ModelCandidate(string Provider, string Model, CandidateStanding Standing, string Reason);

/// <summary>What became of a candidate at the moment of a decision. Names are stored: the list may grow, never change.</summary>
public enum CandidateStanding
{
    /// <summary>Could still be tried, should the chosen one fail.</summary>
    Waiting = 0,

    /// <summary>The one that is used.</summary>
    Chosen,

    /// <summary>Cannot be used: disabled or without a key.</summary>
    Skipped,

    /// <summary>Was tried before and failed in a way that another provider can cure.</summary>
    Failed,
}
