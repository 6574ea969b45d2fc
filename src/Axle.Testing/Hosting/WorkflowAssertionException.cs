using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Hosting;

/// <summary>A run is not what a test says that it should be. The message shows the steps and the last events.</summary>
public sealed class WorkflowAssertionException : Exception
{
    private const int MostEvents = 20;

    internal WorkflowAssertionException(string what, RunState state, IReadOnlyList<RecordedEvent> events)
        : base(string.Join(Environment.NewLine, Lines(what, state, events)))
    {
    }

    private static IEnumerable<string> Lines(string what, RunState state, IReadOnlyList<RecordedEvent> events)
    {
        yield return what;
        yield return $"Run {state.Id} is {state.Status}{(state.Error is { } error ? $": {error.Message}" : ".")}";
        foreach (var step in state.Records)
            yield return $"  {step.Path}: {step.Status}, {step.Attempts} attempts{(step.Error is { } failed ? $", {failed.Kind}: {failed.Message}" : "")}";
        yield return $"Its last events of {events.Count}:";
        foreach (var recorded in events.TakeLast(MostEvents))
            yield return $"  {recorded.Seq} {recorded.At:yyyy-MM-dd HH:mm:ss} {RunEventJson.NameOf(recorded.Event)} "
                + System.Text.Encoding.UTF8.GetString(RunEventJson.Write(recorded.Event));
    }
}
