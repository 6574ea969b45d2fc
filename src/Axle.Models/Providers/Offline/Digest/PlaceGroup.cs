using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>All findings of one directory or file.</summary>
/// <param name="Path">The directory or file.</param>
/// <param name="Findings">At least one, heaviest first.</param>
/// <param name="Share">Its part of the weight of all findings, 0 to 1.</param>
internal sealed record PlaceGroup(string Path, IReadOnlyList<EvidenceFinding> Findings, double Share)
{
    /// <summary>The heaviest finding.</summary>
    public EvidenceFinding Top => Findings[0];
}
