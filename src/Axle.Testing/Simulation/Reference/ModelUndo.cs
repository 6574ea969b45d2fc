using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Definition;

namespace Axle.Testing.Simulation.Reference;

/// <summary>Undoes steps that completed and say how. In which order depends on the order of events, and is checked in the history.</summary>
internal sealed class ModelUndo(Expectation expected, Func<ModelScope, ModelResult> run)
{
    private readonly List<(ModelScope Scope, Step Step, string Path)> _completed = [];

    public void Completed(ModelScope scope, Step step)
    {
        var path = scope.Prefix + step.Key;
        _completed.RemoveAll(c => c.Path == path);
        expected.Undone.Remove(path);
        _completed.Add((scope, step, path));
    }

    /// <summary>Forgets what completed inside a step, as it begins again.</summary>
    public void Forget(string place)
    {
        expected.Forget(place);
        _completed.RemoveAll(c => StepPath.IsInside(c.Path, place));
    }

    /// <summary>Undoes what completed under a prefix and is not undone yet.</summary>
    public void Under(string prefix)
    {
        foreach (var (scope, step, path) in _completed.Where(c => c.Path.StartsWith(prefix, StringComparison.Ordinal)).Reverse().ToArray())
        {
            if (!expected.Undone.Add(path))
                continue;
            scope.Current = null;
            run(new ModelScope(scope.Frame, [step.Compensate!], path + "/compensate/", scope, scope.Around));
        }
    }
}
