using Axle.Chaos.Faults;
using Axle.Chaos.Load;
using Axle.Testing.Simulation;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Chaos.Judging;

/// <summary>Compares what the store says with what was accepted and what the world outside saw.</summary>
internal sealed class Judge(Installation nodes, Runs runs)
{
    private readonly List<string> _faults = [];
    private readonly List<(string Run, RecordedEvent Event)> _recovered = [];
    private readonly IReadOnlyList<Effect> _effects = Effect.Read(nodes.Effects);
    private int _completed;
    private int _waiting;

    /// <summary>Looks at everything.</summary>
    public async Task<Verdict> JudgeAsync(ChaosOptions options, Mischief mischief, TimeSpan settledAfter, CancellationToken cancellationToken)
    {
        var byRun = _effects.ToLookup(static e => e.Run);
        foreach (var accepted in runs.Accepted)
            await CheckAsync(accepted, byRun[accepted.Id].ToArray(), cancellationToken);
        await CheckStrangersAsync(cancellationToken);
        var begins = _effects.Where(static e => e.IsBegin).ToArray();
        var recovered = _recovered.ToLookup(static r => r.Run, static r => r.Event);
        return new Verdict
        {
            Seed = options.Seed,
            Minutes = options.Length.TotalMinutes,
            Network = nodes.Network.Name,
            Failed = mischief.Counts.OrderBy(static c => c.Key).ToDictionary(static c => c.Key.ToString(), static c => c.Value),
            Accepted = runs.Accepted.Count,
            Completed = _completed,
            WaitForAPerson = _waiting,
            Effects = begins.Length,
            MadeAgain = begins.Length - begins.DistinctBy(static e => (e.Run, e.Step)).Count(),
            AskedAgain = runs.Failures.Count,
            EndedByThemselves = nodes.Nodes.Sum(static n => n.Ends),
            SettledAfter = Math.Round(settledAfter.TotalSeconds, 1),
            Steps = Recovery.OfSteps(mischief.Killed, _effects, null),
            StepsWithAllElseWell = Recovery.OfSteps(mischief.Killed, _effects, mischief.Troubles),
            Runs = Recovery.OfRuns(mischief.Killed, recovered, null),
            RunsWithAllElseWell = Recovery.OfRuns(mischief.Killed, recovered, mischief.Troubles),
            Faults = [.. _faults, .. runs.Faults],
        };
    }

    private async Task CheckAsync(AcceptedRun accepted, Effect[] effects, CancellationToken cancellationToken)
    {
        var id = new RunId(accepted.Id);
        if (await nodes.Store.FindRunAsync(id, cancellationToken) is not { } row)
        {
            Require(accepted, false, "it was acknowledged and is not in the store");
            return;
        }

        var events = await nodes.Store.ReadEventsAsync(id, 0, cancellationToken);
        var definition = new DefinitionLoader().Load((await nodes.Store.FindDefinitionAsync(row.Definition, cancellationToken))!);
        CheckHistory(accepted, definition, row, events);
        CheckEnd(accepted, row);
        CheckEffects(accepted, definition, row, events, effects);
        _recovered.AddRange(events.Where(static e => e.Event is RunRecovered).Select(e => (accepted.Id, e)));
    }

    private void CheckHistory(AcceptedRun accepted, Workflow definition, RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        try
        {
            Invariants.Check(definition, row, events);
        }
        catch (SimulationFailedException failure)
        {
            Require(accepted, false, failure.Message);
        }

        var twice = events.Select(static e => e.Event).OfType<StepCompleted>().GroupBy(static c => c.Path).Where(static g => g.Count() > 1);
        Require(accepted, !twice.Any(), $"results were recorded twice: {string.Join(", ", twice.Select(static t => t.Key))}");
    }

    private void CheckEnd(AcceptedRun accepted, RunRow row)
    {
        var waits = accepted.Workflow == "at-most-once" && row.Attention.HasFlag(RunAttention.UnknownOutcome);
        _completed += row.Status == RunStatus.Completed ? 1 : 0;
        _waiting += waits ? 1 : 0;
        Require(accepted, row.Status == RunStatus.Completed || waits, $"it is {row.Status} ({row.Attention}), and had to complete");
    }

    private void CheckEffects(AcceptedRun accepted, Workflow definition, RunRow row, IReadOnlyList<RecordedEvent> events, Effect[] effects)
    {
        var begun = effects.Where(static e => e.IsBegin).ToLookup(static e => e.Step);
        var ended = effects.Where(static e => !e.IsBegin).Select(static e => e.Step).ToHashSet(StringComparer.Ordinal);
        foreach (var step in begun)
        {
            Require(accepted, step.Select(static e => e.Key).Distinct().Count() == 1, $"executions of {step.Key} had different idempotency keys");
            Require(accepted, step.Key != ChaosWorkflow.OnceKey || step.Count() == 1, $"{step.Key} must happen at most once, and began {step.Count()} times");
        }

        var commands = definition.Steps.Where(static s => s.Action is RunAction).Select(static s => s.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var done in events.Select(static e => e.Event).OfType<StepCompleted>().Where(c => commands.Contains(c.Path)))
            Require(accepted, ended.Contains(done.Path), $"{done.Path} is recorded as completed, and the ledger does not know that it ended");
        if (row.Status == RunStatus.Completed)
            Require(accepted, commands.All(ended.Contains), "it completed, and not all its steps did");
    }

    /// <summary>There is one run for each start, and none that nobody asked for.</summary>
    private async Task CheckStrangersAsync(CancellationToken cancellationToken)
    {
        var known = runs.Accepted.Select(static a => a.Id).ToHashSet(StringComparer.Ordinal);
        if (known.Count != runs.Accepted.Count)
            _faults.Add($"{runs.Accepted.Count} starts made {known.Count} runs.");
        for (RunId? before = null; ;)
        {
            var rows = await nodes.Store.ListRunsAsync(new RunQuery([], Limit: 1000, Before: before), cancellationToken);
            _faults.AddRange(rows.Where(r => !known.Contains(r.Run.Value)).Select(static r => $"{r.Run}: nobody asked for it, or it was started twice"));
            if (rows.Count < 1000)
                return;
            before = rows[^1].Run;
        }
    }

    private void Require(AcceptedRun run, bool holds, string otherwise)
    {
        if (!holds)
            _faults.Add($"{run.Id} ({run.Workflow}, {run.Door}): {otherwise}");
    }
}
