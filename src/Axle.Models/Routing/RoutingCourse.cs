namespace Axle.Models.Routing;

/// <summary>Walks one request down its chain and keeps the record of it.</summary>
internal sealed class RoutingCourse(ModelRequest request, IReadOnlyList<PlannedCandidate> chain)
{
    private readonly List<ModelDecision> _decisions = [];
    private readonly Dictionary<int, AxleError> _failures = [];
    private int _index = -1;

    /// <summary>Every decision so far.</summary>
    public IReadOnlyList<ModelDecision> Decisions => _decisions;

    /// <summary>The candidate chosen last.</summary>
    public PlannedCandidate Current => chain[_index];

    /// <summary>Whether nothing is left after the current candidate.</summary>
    public bool IsAtEnd => _index == chain.Count - 1;

    /// <summary>Goes to the next candidate that can be used. The last of a chain, the offline provider, always can.</summary>
    public ModelDecision ChooseNext()
    {
        do
            _index++;
        while (chain[_index].SkipReason is not null);

        var decision = new ModelDecision(Requested(), Current.Options.Name, Current.Model, Reason(), [.. chain.Select(ToCandidate)]);
        _decisions.Add(decision);
        return decision;
    }

    /// <summary>Notes that the current candidate failed.</summary>
    public void Fail(AxleError error) => _failures[_index] = error;

    private string? Requested() => (request.Provider, request.Model) switch
    {
        (null or "", null) => null,
        (null or "", var model) => model,
        (var provider, null) => provider,
        var (provider, model) => $"{provider}/{model}",
    };

    private string Reason()
    {
        if (_failures.Count > 0)
        {
            var (index, error) = _failures.Last();
            return $"{chain[index].Options.Name} failed ({error.Kind.ToName()}). {Current.Reason}";
        }

        return _index > 0 && Requested() is { } asked && chain[0].SkipReason is { } skipped
            ? $"{asked} was asked for but cannot be used. {skipped} {Current.Reason}"
            : Current.Reason;
    }

    private ModelCandidate ToCandidate(PlannedCandidate candidate, int index)
    {
        var (standing, reason) = candidate.SkipReason is { } skipped ? (CandidateStanding.Skipped, skipped)
            : _failures.TryGetValue(index, out var error) ? (CandidateStanding.Failed, error.Message)
            : index == _index ? (CandidateStanding.Chosen, candidate.Reason)
            : (CandidateStanding.Waiting, "It is tried when those before it fail.");
        return new ModelCandidate(candidate.Options.Name, candidate.Model, standing, reason);
    }
}
