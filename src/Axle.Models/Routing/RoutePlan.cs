namespace Axle.Models.Routing;

/// <summary>Everybody who could answer a request, in the order of rank. Made once for each kind of request and then kept.</summary>
/// <param name="Requested">What was asked for, as written; null when nothing was.</param>
/// <param name="Candidates">At most <see cref="Most"/>; the offline provider is always the last.</param>
internal sealed record RoutePlan(string? Requested, Candidate[] Candidates)
{
    /// <summary>Most candidates of a plan: what was tried is kept as bits of one number.</summary>
    public const int Most = 64;
}
