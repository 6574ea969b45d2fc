using Axle.Workflows.Graph;

namespace Axle.Workflows.Runs;

/// <summary>Finds steps by address, and takes note of attempts that began or were left.</summary>
internal sealed class StepIndex
{
    // Only of inner steps: those of the run itself are found by their graph, which many runs share.
    private readonly Dictionary<string, StepState> _inner = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _attempts;
    private int[] _openOfLevel = [];
    private readonly List<StepState> _started = [];
    private readonly List<(string Path, int Attempt)> _left = [];

    public StepState? Find(ScopeState root, string path)
    {
        if (_inner.TryGetValue(path, out var inner))
            return inner;
        var index = root.Graph.IndexOf(path);
        return index >= 0 && root.Steps[index].Path == path ? root.Steps[index] : null;
    }

    public void Add(StepState step)
    {
        if (step.Scope.Owner is not null)
            _inner[step.Path] = step;
        if (_attempts?.TryGetValue(step.Path, out var attempts) == true)
            step.Attempt = attempts;
    }

    public void Remove(StepState step) => _inner.Remove(step.Path);

    /// <summary>Attempts at addresses whose steps began again or are gone.</summary>
    public IReadOnlyDictionary<string, int>? Attempts => _attempts;

    /// <summary>Attempts at an address go on counting, whatever happened to the step before, so that a history can be read.</summary>
    public void KeepAttempts(string path, int attempts)
    {
        if (attempts > 0)
            (_attempts ??= new Dictionary<string, int>(StringComparer.Ordinal))[path] = attempts;
    }

    public void NoteStarted(StepState step) => _started.Add(step);

    public void NoteLeft(StepState step) => _left.Add((step.Path, step.Attempt));

    /// <summary>Attempts that began since it was cleared.</summary>
    public List<StepState> Started => _started;

    /// <summary>Attempts that were left since it was cleared.</summary>
    public List<(string Path, int Attempt)> Left => _left;

    public void CountLevels(StepGraph graph) => _openOfLevel = [.. graph.Levels.Select(static l => l.Length)];

    public int EndOfLevel(int level, int done)
    {
        _openOfLevel[level]--;
        return Advance(done);
    }

    public int RecountLevels(ScopeState root)
    {
        Array.Clear(_openOfLevel);
        foreach (var step in root.Steps)
            _openOfLevel[root.Graph.Level(step.Index)] += step.IsOpen ? 1 : 0;
        return Advance(0);
    }

    private int Advance(int done)
    {
        while (done < _openOfLevel.Length && _openOfLevel[done] == 0)
            done++;
        return done;
    }
}
