using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>What a run that is taken up again after a failure keeps: how the steps had ended that are not done again.</summary>
/// <param name="ends">How they had ended, by path.</param>
internal sealed class Kept(IReadOnlyDictionary<string, StepEnd> ends)
{
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private readonly List<string> _begunAgain = [];

    /// <summary>Nothing: the run was not taken up again.</summary>
    public static Kept Nothing => new(new Dictionary<string, StepEnd>());

    /// <summary>What is kept.</summary>
    /// <param name="state">The state right after the run was taken up again.</param>
    public static Kept After(RunState state) => new(state.Records
        .Where(static r => r.Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped)
        .ToDictionary(
            static r => r.Path,
            static r => new StepEnd(r.Status, r.Output?.Value, r.Status == StepStatus.Failed ? r.Error?.Kind : null),
            StringComparer.Ordinal));

    /// <summary>How a step had ended; null when it is to be done.</summary>
    public StepEnd? Find(string path) =>
        ends.TryGetValue(path, out var end) && !_begunAgain.Exists(owner => StepPath.IsInside(path, owner)) ? end : null;

    /// <summary>
    /// An attempt at a step that holds others begins. The first one goes on with what is kept inside of it; another one begins with nothing.
    /// </summary>
    public void Enter(string place)
    {
        if (!_entered.Add(place))
            _begunAgain.Add(place);
    }
}
