using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Axle.Cli.Commands;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Output.Progress;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Runs;

/// <summary>Tells in a line each when an engine begins with a run, leaves it waiting, and when the run ends.</summary>
/// <param name="call">Where it is told.</param>
internal sealed class EngineLog(Invocation call)
{
    private static readonly JsonTypeInfo<EngineLine> Line =
        new DocumentJson(new JsonSerializerOptions(CliJson.Context.Options) { WriteIndented = false }).EngineLine;
    private readonly ConcurrentDictionary<RunId, bool> _here = new();
    private readonly Lock _gate = new();

    /// <summary>Takes a decision in.</summary>
    public void Tell(RunAppend append)
    {
        var row = append.Row;
        if (_here.TryAdd(row.Run, true) && !row.Status.IsEnded())
            Write(append, "begins", append.Events.IsEmpty ? "goes on" : RunEventText.Tell(append.Events[0].Event));
        if (!append.Release)
            return;
        _here.TryRemove(row.Run, out _);
        if (row.Status.IsEnded())
            Write(append, Words.Name(row.Status), append.Events.IsEmpty ? null : RunEventText.Tell(append.Events[^1].Event));
        else
            Write(append, row.Status == RunStatus.Executing ? "waits" : Words.Name(row.Status), Waits(row));
    }

    /// <summary>Takes in that a run could not be gone on with.</summary>
    public void Tell(RunSetback setback)
    {
        var again = setback.AgainAfter == TimeSpan.Zero ? "at once" : $"after {setback.AgainAfter.TotalSeconds:0} s";
        Say($"Run {setback.Run} could not be gone on with, and is tried again {again}: {Words.OneLine(setback.Cause.Message, 300)}");
    }

    /// <summary>Something about the engine itself.</summary>
    public void Say(string text) => call.Note($"{Words.TimeOfDay(call.Outside.Time.GetUtcNow(), call.Outside.Time)}  {text}");

    private string? Waits(RunRow row) => row switch
    {
        { Attention: not RunAttention.None } => $"for a person: {Words.Name(row.Attention)}",
        { Status: RunStatus.Idle } => $"for room in group {row.Group}",
        { WakeAt: { } wake } => $"until {Words.Of(wake, call.Outside.Time)}",
        { Status: RunStatus.Executing } => "for a signal",
        _ => null,
    };

    private void Write(RunAppend append, string what, string? more)
    {
        var row = append.Row;
        var line = call.Json
            ? JsonSerializer.Serialize(new EngineLine(row.UpdatedAt, row.Run.Value, row.Workflow, what, Words.Name(row.Status), more), Line)
            : $"{Words.TimeOfDay(row.UpdatedAt, call.Outside.Time)}  {row.Run}  {row.Workflow}  {what}{(more is null ? "" : $": {Words.OneLine(more, 200)}")}";
        lock (_gate)
            call.Say(line);
    }
}

/// <summary>A line of <c>ax engine --json</c>.</summary>
/// <param name="At">When it was.</param>
/// <param name="RunId">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="What"><c>begins</c>, <c>waits</c>, or the status that the run came to.</param>
/// <param name="Status">Where the run is.</param>
/// <param name="More">What led there, or what it waits for.</param>
internal sealed record EngineLine(DateTimeOffset At, string RunId, string Workflow, string What, string Status, string? More);
