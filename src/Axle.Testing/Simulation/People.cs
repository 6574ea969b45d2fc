using System.Text.Json;
using Axle.Testing.Simulation.Checks;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>
/// Those outside who answer approvals, send signals and say what became of unknown outcomes, as the script has it. They are slow, at times
/// too early, and say things twice. A signal that the run has taken they do not send again.
/// </summary>
internal sealed class People(RunId run, RunView view, Script script, StepCatalog steps, Ledger ledger, SimulatedProcess home, Random random, Pace pace)
{
    private readonly Dictionary<string, int> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, long Asked), string> _answers = [];
    private readonly Dictionary<string, string> _signals = new(StringComparer.Ordinal);
    private bool _looks;
    private bool _early = pace is Pace.Early or Pace.Any;
    private int _ids;
    private long _rolledBack;

    /// <summary>
    /// Whether the run went back while an answer was on its way: it was said to a question that does not count any more, and is taken for one of before,
    /// to which they might have said something else.
    /// </summary>
    public bool AnswerCrossedRollback { get; private set; }

    /// <summary>Something was committed: look, sooner or later.</summary>
    public void Notice()
    {
        if (view.Events.LastOrDefault(static e => e.Event is RunRolledBack) is { } back && back.Seq > _rolledBack)
        {
            _rolledBack = back.Seq;
            AnswerCrossedRollback |= view.Pending.Any(static s => s.Name == RunSignals.Answer);
        }

        if (_looks)
            return;
        _looks = true;
        home.Start(LookAsync);
    }

    private async Task LookAsync()
    {
        if (_early)
            SendEarly();
        _early = false;
        await Task.Delay(Slowness(), home.Time);
        _looks = false;
        if (view.State is not { } state || state.Status.IsEnded())
            return;
        var pending = view.Pending.Select(static s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var step in state.Records)
        {
            if (step is { Status: StepStatus.Waiting, Question: not null })
                Tell(step, RunSignals.Answer, pending, AnswerTo);
            else if (step.Status == StepStatus.Unresolved)
                Tell(step, RunSignals.Resolve, pending, OutcomeOf);
        }

        Forward();
    }

    /// <summary>Sends as many signals of each name as were waited for, and not one more but what comes too early.</summary>
    private void Forward()
    {
        var ignored = view.Events.Select(static e => e.Event).OfType<SignalIgnored>().Select(static s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in _signals.Keys.Where(ignored.Contains).ToArray())
        {
            _sent[_signals[id]]--;
            _signals.Remove(id);
        }

        var waits = CountingHistory.Of(view.Events).Select(static e => e.Event).OfType<StepWaiting>();
        foreach (var wanted in waits.Where(static w => w.Signal is { } s && Script.Comes(s)).GroupBy(static w => w.Signal!))
        {
            for (var missing = wanted.Count() - _sent.GetValueOrDefault(wanted.Key); missing > 0; missing--)
                SendSignal(wanted.Key);
        }
    }

    /// <summary>Sends signals before anybody waits for them.</summary>
    private void SendEarly()
    {
        foreach (var wait in steps.Steps.Select(static s => s.Action).OfType<WaitAction>())
        {
            if (wait.Signal?.Source.GetString() is { } name && Script.Comes(name) && (pace == Pace.Early || random.Next(3) == 0))
                SendSignal(name);
        }
    }

    private void SendSignal(string name)
    {
        var id = Send(name, Script.BodyOf(name).GetRawText());
        _sent[name] = _sent.GetValueOrDefault(name) + 1;
        _signals[id] = name;
    }

    /// <summary>Says something about a step once for every time that it is asked, and again when nobody listened.</summary>
    private void Tell(StepRecord step, string signal, HashSet<string> pending, Func<StepRecord, object?> say)
    {
        var asked = view.Events.LastOrDefault(e => e.Event switch
        {
            ApprovalRequested requested => requested.Path == step.Path,
            StepUnresolved unresolved => unresolved.Path == step.Path,
            _ => false,
        })?.Seq ?? 0;
        if (_answers.TryGetValue((step.Path, asked), out var id) && pending.Contains(id))
            return;
        if (say(step) is { } body)
            _answers[(step.Path, asked)] = Send(signal, JsonSerializer.Serialize(body));
    }

    private object? AnswerTo(StepRecord step) => script.AnswerTo(step.Path, ledger.Era) switch
    {
        Answer.Rejects => new { path = step.Path, decision = "reject" },
        Answer.Edits when ((ApprovalAction)steps.Of(step.Path).Action).Editable.Contains("amount") =>
            new { path = step.Path, decision = "approve", parameters = new { amount = 7 } },
        Answer.Silent => null,
        _ => new { path = step.Path, decision = "approve" },
    };

    /// <summary>Looked up in the outside system: it happened, it did not and will not, or it did not because the process died before.</summary>
    private object OutcomeOf(StepRecord step)
    {
        var tool = ledger.ToolOf(step.Path);
        return script.Of(ledger.NameOf(step.Path, tool)) switch
        {
            Attempt.FailsForNow or Attempt.Hangs => new { path = step.Path, outcome = "failed" },
            Attempt.FailsForGood => new { path = step.Path, outcome = "retry" },
            _ when ledger.TookEffect(step.Path) => new { path = step.Path, outcome = "completed", output = Script.OutputOf(step.Path, tool, step.Input!.Value) },
            _ => new { path = step.Path, outcome = "retry" },
        };
    }

    private string Send(string name, string body)
    {
        var signal = new RunSignal(run, $"said-{++_ids}", name, Payload.From(JsonElement.Parse(body)), "people", home.Time.GetUtcNow());
        view.Send(signal);
        if (random.Next(4) == 0)
            view.Send(signal);
        // Said again in other words: for an answer that is too late, for a signal it would be another one.
        if (random.Next(6) == 0 && RunSignals.IsReserved(name))
            view.Send(signal with { Id = signal.Id + "-again" });
        return signal.Id;
    }

    private TimeSpan Slowness() => random.Next(4) switch
    {
        _ when pace == Pace.Prompt => TimeSpan.Zero,
        _ when pace == Pace.Late => TimeSpan.FromDays(40),
        0 => TimeSpan.FromMilliseconds(random.Next(1, 3000)),
        1 => TimeSpan.FromMinutes(random.Next(1, 300)),
        _ => TimeSpan.FromMilliseconds(random.Next(0, 50)),
    };
}
