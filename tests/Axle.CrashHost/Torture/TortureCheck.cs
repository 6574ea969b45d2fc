using Axle.Testing.Simulation;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.CrashHost.Torture;

/// <summary>Compares what the store says with what the world outside saw.</summary>
internal sealed class TortureCheck(TortureFiles files)
{
    private const string Undo = "/compensate/";
    private readonly List<string> _faults = [];
    private readonly ILookup<string, Effect> _effects = Ledger.Read(files.Effects).Select(Effect.Parse).ToLookup(static e => e.Run);

    public async Task<TortureVerdict> RunAsync(int kills, CancellationToken cancellationToken)
    {
        var started = Ledger.Read(files.Acknowledged).ToHashSet();
        var store = TortureFiles.OpenStore(files.Database);
        await using var closing = (IAsyncDisposable)store;
        foreach (var run in started.Union(_effects.Select(static e => e.Key)))
            await CheckAsync(store, new RunId(run), cancellationToken);
        var effects = _effects.Sum(static e => e.Count());
        var distinct = _effects.Sum(static e => e.DistinctBy(static x => (x.Path, x.Key)).Count());
        return new TortureVerdict(kills, started.Count, effects, effects - distinct, _faults);
    }

    private async Task CheckAsync(IRunStore store, RunId run, CancellationToken cancellationToken)
    {
        if (await store.FindRunAsync(run, cancellationToken) is not { } row)
        {
            Require(run, false, "it was acknowledged, or did something, and is not in the store");
            return;
        }

        var events = await store.ReadEventsAsync(run, 0, cancellationToken);
        try
        {
            Invariants.Check(new DefinitionLoader().Load((await store.FindDefinitionAsync(row.Definition, cancellationToken))!), row, events);
        }
        catch (SimulationFailedException failure)
        {
            Require(run, false, failure.Message);
        }

        CheckEnd(row, events);
        CheckEffects(run, events);
        CheckUndone(run);
    }

    private void CheckEnd(RunRow row, IReadOnlyList<RecordedEvent> events)
    {
        var what = TortureCases.Of(row.Run.Value);
        Require(row.Run, row.Status == what.End, $"it is {row.Status}, and had to end {what.End}");
        Require(row.Run, events.Select(static (e, i) => e.Seq == i + 1).All(static r => r), "its sequence of events has gaps");
        var completed = events.Select(static e => e.Event).OfType<StepCompleted>().Select(static c => c.Path).ToArray();
        Require(row.Run, completed.Distinct().Count() == completed.Length, "a result was recorded twice");
        var worked = completed.Intersect(_effects[row.Run.Value].Select(static e => e.Path)).Count();
        Require(row.Run, worked == what.Done + what.Undone, $"{worked} steps did work and completed, and it has {what.Done + what.Undone}");
    }

    private void CheckEffects(RunId run, IReadOnlyList<RecordedEvent> events)
    {
        var started = events.Select(static e => e.Event).OfType<StepStarted>().Select(static s => (s.Path, s.Attempt)).ToHashSet();
        foreach (var step in _effects[run.Value].GroupBy(static e => e.Path))
        {
            Require(run, step.All(e => started.Contains((e.Path, e.Attempt))), $"step {step.Key} was executed before its start was on disk");
            // A fallback is other work than what it stands in for: its key says which, after a #.
            Require(run, step.Select(static e => e.Key.Split('#')[0]).Distinct().Count() == 1, $"attempts at {step.Key} had different idempotency keys");
            var key = step.Key[(step.Key.LastIndexOf('/') + 1)..];
            if (key.StartsWith("once", StringComparison.Ordinal))
                Require(run, step.Count() == 1, $"step {step.Key} happened {step.Count()} times");
        }
    }

    /// <summary>What was done last is undone first.</summary>
    private void CheckUndone(RunId run)
    {
        var undone = _effects[run.Value].Where(static e => e.Path.Contains(Undo, StringComparison.Ordinal))
            .Select(static e => e.Path[..e.Path.IndexOf(Undo, StringComparison.Ordinal)]).Distinct().ToList();
        foreach (var path in undone.Where(static p => p.EndsWith("/flight", StringComparison.Ordinal)))
            Require(run, undone[^1] == path, $"{path} was undone before {undone[^1]}, which was done after it");
    }

    private void Require(RunId run, bool holds, string otherwise)
    {
        if (!holds)
            _faults.Add($"{run}: {otherwise}");
    }
}
