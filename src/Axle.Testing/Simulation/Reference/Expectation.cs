using System.Text.Json;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>What must come out of a run.</summary>
internal sealed class Expectation
{
    private readonly List<string> _uncertain = [];
    private readonly HashSet<(string Path, StepStatus Status)> _before = [];

    /// <summary>How every step must end, by path.</summary>
    public Dictionary<string, StepEnd> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>The run must end in one of these.</summary>
    public HashSet<RunStatus> Statuses { get; } = [];

    /// <summary>The run's outputs; null when it fails, or when they depend on the order of events.</summary>
    public JsonElement? Outputs { get; set; }

    /// <summary>The kind of error the run fails with; null when it does not, or when it depends on the order of events.</summary>
    public ErrorKind? Error { get; set; }

    /// <summary>Paths of the steps that must have been undone.</summary>
    public HashSet<string> Undone { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes that the steps whose paths begin so may be stopped, or not begun, before they end.</summary>
    public void MayNotHappen(string prefix) => _uncertain.Add(prefix);

    /// <summary>Forgets what is inside a step, as it begins again.</summary>
    public void Forget(string place)
    {
        foreach (var (path, end) in Steps.Where(s => StepPath.IsInside(s.Key, place)).ToArray())
        {
            _before.Add((path, end.Status));
            Steps.Remove(path);
        }

        Undone.RemoveWhere(p => StepPath.IsInside(p, place));
    }

    /// <summary>Whether a step ended so in an attempt at a step around it that was not the last: there a run that is stopped may leave it.</summary>
    public bool EndedBefore(string path, StepStatus status) => _before.Contains((path, status));

    /// <summary>Whether it depends on the order of events if this step ends.</summary>
    public bool IsUncertain(string path) => _uncertain.Exists(prefix => path.StartsWith(prefix, StringComparison.Ordinal));
}
