using System.Text;
using Axle.Testing.Simulation.Checks;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>What outside systems saw: kept outside of every process, so no crash touches it.</summary>
internal sealed class Ledger(StepCatalog steps)
{
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _fallbacks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _completed = new(StringComparer.Ordinal);
    private int _rollbacks;

    /// <summary>Attempts that were begun although the step's result was stored already.</summary>
    public List<string> BegunAfterCompletion { get; } = [];

    /// <summary>How often the run was taken up again after it had failed, as far as that counts.</summary>
    public int Era { get; private set; }

    public void Begin(StepContext context)
    {
        if (_completed.Contains(context.Path))
            BegunAfterCompletion.Add($"{context.Path} attempt {context.Attempt}");
    }

    /// <summary>The outside system does what it was asked to, for the first time or again.</summary>
    public void TakeEffect(StepContext context) => _effects[KeyOf(context)] = _effects.GetValueOrDefault(KeyOf(context)) + 1;

    /// <summary>Whether the outside system did what the step asks for, since the run last went back or was taken up again.</summary>
    public bool TookEffect(string path) => _effects.Keys.Any(k => k.StartsWith($"{_rollbacks}.{Era}|{path}|", StringComparison.Ordinal));

    /// <summary>Effects that must happen at most once and happened more often.</summary>
    public IEnumerable<string> DoneTwice() => _effects.Where(static e => e.Value > 1).Select(static e => e.Key)
        .Where(k => steps.Of(k.Split('|')[1]).Effect == StepEffect.Once);

    /// <summary>The name of the attempt that is being made, as the history says, not as the engine counts.</summary>
    public AttemptName NameOf(string path, string tool) => new(path, tool, _attempts.GetValueOrDefault(path, 1), Around(path), Era);

    /// <summary>The tool that the last attempt at a step called, as the history says.</summary>
    public string ToolOf(string path)
    {
        var step = steps.Of(path);
        var fallback = _fallbacks.GetValueOrDefault(path, -1);
        return ((ToolAction)(fallback < 0 ? step.Action : step.Fallbacks[fallback].Action ?? step.Action)).Tool;
    }

    public bool HasTimeLimit(StepContext context) => steps.Of(context.Path).AttemptTimeout is not null;

    /// <summary>Takes in what is durable now.</summary>
    public void Note(IReadOnlyList<RecordedEvent> durable)
    {
        _attempts.Clear();
        _fallbacks.Clear();
        _completed.Clear();
        Era = 0;
        _rollbacks = durable.Count(static e => e.Event is RunRolledBack);
        foreach (var (happened, startsOver) in CountingHistory.Walk(durable))
        {
            if (startsOver)
            {
                Era++;
                _attempts.Clear();
                _fallbacks.Clear();
                // What failed, and what was built on it, is done again; the reference model tells what is not.
                _completed.Clear();
            }

            Note(happened);
        }
    }

    private void Note(RunEvent happened)
    {
        switch (happened)
        {
            case StepStarted started:
                _attempts[started.Path] = _attempts.GetValueOrDefault(started.Path) + 1;
                ForgetInside(started.Path);
                break;
            case StepFellBack fellBack:
                _attempts[fellBack.Path] = 0;
                _fallbacks[fellBack.Path] = fellBack.Fallback;
                break;
            case StepCompleted completed:
                _completed.Add(completed.Path);
                break;
        }
    }

    /// <summary>A step that begins again does all inside of it again.</summary>
    private void ForgetInside(string path)
    {
        if (steps.Of(path).Action.IsWork)
            return;
        foreach (var inner in _attempts.Keys.Where(p => StepPath.IsInside(p, path)).ToArray())
        {
            _attempts.Remove(inner);
            _fallbacks.Remove(inner);
        }

        _completed.RemoveWhere(p => StepPath.IsInside(p, path));
    }

    private string Around(string path)
    {
        var around = new StringBuilder();
        foreach (var owner in StepPath.Owners(path))
            around.Append('.').Append(_attempts.GetValueOrDefault(owner, 1));
        return around.ToString();
    }

    private string KeyOf(StepContext context) => $"{_rollbacks}.{Era}|{context.Path}|{context.IdempotencyKey}";
}
