using System.Text.Json;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>How a sample went.</summary>
/// <param name="Histories">The events of each run, in order of their starts.</param>
/// <param name="Shell">What was done to the world.</param>
/// <param name="WasKilled">Whether a process died on the way.</param>
internal sealed record PatternOutcome(IReadOnlyList<IReadOnlyList<RecordedEvent>> Histories, HostShell Shell, bool WasKilled)
{
    /// <summary>Events of all runs.</summary>
    public int EventCount => Histories.Sum(static h => h.Count);

    /// <summary>How each run ended: status, and outputs or error.</summary>
    public IReadOnlyList<string> Ends => [.. Histories.Select(static h => End(h))];

    /// <summary>Attempts that were begun, by run and path.</summary>
    public IReadOnlyDictionary<string, int> Attempts =>
        Shell.Begun.GroupBy(static b => $"{b.RunId}/{b.Path}").ToDictionary(static g => g.Key, static g => g.Count());

    /// <summary>What every history must hold, however often its process died.</summary>
    public void ShouldBeSound(string when)
    {
        foreach (var history in Histories)
        {
            history.Select(static e => e.Seq).ShouldBe(Enumerable.Range(1, history.Count).Select(static n => (long)n), when);
            var counted = new List<RecordedEvent>();
            foreach (var recorded in history)
            {
                if (recorded.Event is RunRolledBack back)
                {
                    ShouldBeSound(counted, when);
                    counted.RemoveAll(e => e.Seq > back.ToSeq);
                }

                counted.Add(recorded);
            }

            ShouldBeSound(counted, when);
        }
    }

    private static void ShouldBeSound(IReadOnlyList<RecordedEvent> counted, string when)
    {
        var completed = counted.Select(static e => e.Event).OfType<StepCompleted>().Select(static e => e.Path).ToArray();
        completed.ShouldBeUnique(when);
        var undone = counted.Select(static e => e.Event).OfType<UndoEnded>().Select(static e => e.Path).ToArray();
        undone.ShouldBe(completed.Where(undone.Contains).Reverse(), when);
        foreach (var started in counted.Where(static e => e.Event is StepStarted))
        {
            var path = ((StepStarted)started.Event).Path;
            counted.Any(e => e.Seq < started.Seq && e.Event is StepCompleted done && done.Path == path)
                .ShouldBeFalse($"{when}: step '{path}' began again after it had completed");
        }
    }

    private static string End(IReadOnlyList<RecordedEvent> history) => history.Select(static e => e.Event).LastOrDefault(IsEnd) switch
    {
        RunCompleted completed => $"{RunStatus.Completed}: {JsonSerializer.Serialize(completed.Outputs.Value, Shown)}",
        RunFailed failed => $"{RunStatus.Failed}: {failed.Error.Message} ({failed.Error.Kind.ToName()})",
        RunCancelled cancelled => $"{RunStatus.Cancelled}: {cancelled.Reason}",
        _ => "not ended",
    };

    private static bool IsEnd(RunEvent happened) => happened is RunCompleted or RunFailed or RunCancelled;

    private static readonly JsonSerializerOptions Shown = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
