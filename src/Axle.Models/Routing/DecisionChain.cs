using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Axle.Models.Catalog;

namespace Axle.Models.Routing;

/// <summary>The chain of a decision as it stood at that moment. Its sentences are only written when somebody reads them.</summary>
internal sealed class DecisionChain(RoutePlan plan, int chosen, Obstacle[] obstacles, ImmutableArray<(int Index, AxleError Error)> failures)
    : IReadOnlyList<ModelCandidate>
{
    public int Count => plan.Candidates.Length;

    public ModelCandidate this[int index]
    {
        get
        {
            var candidate = plan.Candidates[index];
            var (standing, reason) = index == chosen ? (CandidateStanding.Chosen, candidate.Reason) : Standing(candidate, index);
            return new ModelCandidate(candidate.Deployment.Options.Name, candidate.Deployment.Model, standing, reason);
        }
    }

    public IEnumerator<ModelCandidate> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private (CandidateStanding Standing, string Reason) Standing(Candidate candidate, int index)
    {
        foreach (var failure in failures.Reverse())
        {
            if (failure.Index == index)
                return (CandidateStanding.Failed, failure.Error.Message);
        }

        var obstacle = index < obstacles.Length ? obstacles[index] : default;
        return obstacle.Kind switch
        {
            ObstacleKind.Configuration => (CandidateStanding.Skipped, candidate.SkipReason ?? ""),
            ObstacleKind.Feature => (CandidateStanding.Skipped, $"Its model lacks what the call needs ({Lacks(candidate)})."),
            ObstacleKind.Context => (CandidateStanding.Skipped, $"Its model's context ({candidate.Deployment.Card?.ContextTokens} tokens) is too small."),
            ObstacleKind.Circuit => (CandidateStanding.Skipped, $"It failed lately ({obstacle.Cause.ToName()}) and is left alone until {Time(obstacle)}."),
            ObstacleKind.Rate => (CandidateStanding.Skipped, $"Its rate limit is used up until {Time(obstacle)}."),
            ObstacleKind.Price => (CandidateStanding.Skipped, "It costs more than the budget has left."),
            _ when candidate.SkipReason is { } skipped => (CandidateStanding.Skipped, skipped),
            _ => (CandidateStanding.Waiting, "It is tried when those before it fail."),
        };
    }

    private static string Lacks(Candidate candidate) =>
        candidate.Deployment.Card is { } card && card.Features.HasFlag(ModelFeatures.Tools) ? "images" : "tools or images";

    private static string Time(Obstacle obstacle) => obstacle.Until.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
