namespace Axle.Agents.Routing;

/// <summary>How well an agent answers to a question.</summary>
/// <param name="Number">Its place in the registry.</param>
/// <param name="Score">0 to 1.</param>
internal readonly record struct ScoredAgent(int Number, float Score)
{
    /// <summary>Whether it is the better one; among equals the lower number, which is the earlier id.</summary>
    public bool IsBefore(ScoredAgent other) => Score > other.Score || (Score == other.Score && Number < other.Number);
}
