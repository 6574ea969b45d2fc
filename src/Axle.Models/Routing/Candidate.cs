namespace Axle.Models.Routing;

/// <summary>One place of a plan.</summary>
/// <param name="Deployment">Who would be asked.</param>
/// <param name="Rank">Its place: those of equal rank share the load, smaller ones come first.</param>
/// <param name="Reason">One sentence: why it stands at this place.</param>
/// <param name="SkipReason">Why it can never be used as configured; null when it can.</param>
internal sealed record Candidate(Deployment Deployment, int Rank, string Reason, string? SkipReason)
{
    /// <summary>US dollars for a million tokens in and as many out, to order by; null when not known.</summary>
    public decimal? Price { get; init; }
}
