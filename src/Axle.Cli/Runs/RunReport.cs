using System.Globalization;
using System.Text.Json;
using Axle.Agents.Runtime;
using Axle.Cli.Commands;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Output.Steps;
using Axle.Workflows.Runs;

namespace Axle.Cli.Runs;

/// <summary>How a run stands, for a program or for people.</summary>
/// <param name="call">Where it is written.</param>
/// <param name="state">The fold of the run's events.</param>
/// <param name="databasePath">The database; absolute.</param>
internal sealed class RunReport(Invocation call, RunState state, string databasePath)
{
    private const int LongestVerdict = 500;
    private const int LongestOutput = 200;
    private static readonly string[] Severities = ["critical", "high", "medium", "low", "info"];
    private readonly RunResults _results = RunResults.Of(
        state.Outputs?.Value, state.Records, state.Attributes.GetValueOrDefault(RunAttributes.Workspace));

    /// <summary>Whether the workflow names its outputs itself, and none of them is a report that says more.</summary>
    private bool SaysItsOutputs => state.Workflow.Outputs.Count > 0 && _results.Reports.Count == 0;

    /// <summary>The run as a document.</summary>
    /// <param name="exitCode">The exit code of the command that executed it; null when none did.</param>
    public RunDocument ToDocument(int? exitCode = null) => new()
    {
        RunId = state.Id.Value,
        Status = Words.Name(state.Status),
        Workflow = state.Workflow.Name,
        Version = state.Workflow.Version,
        Outputs = state.Outputs?.Value,
        Error = ErrorPart.Of(state.Error),
        Reports = _results.Reports,
        Findings = _results.Counts,
        Offline = _results.Offline,
        PlannedOnly = [.. _results.PlannedOnly],
        Steps = [.. state.Records.Select(StepPart.Of)],
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        DurationMs = (long)(state.UpdatedAt - state.CreatedAt).TotalMilliseconds,
        Workspace = state.Attributes.GetValueOrDefault(RunAttributes.Workspace),
        Database = databasePath,
        ExitCode = exitCode,
    };

    /// <summary>The end of <c>execute</c> and <c>resume</c>: what came out, where it is, and how to go on.</summary>
    public void WriteEnd(bool wasStopped)
    {
        call.Say();
        var waits = wasStopped && state.Status is RunStatus.Idle or RunStatus.Executing
            && state.Records.All(static s => s.Status != StepStatus.Running || s.Inner is not null);
        var end = wasStopped ? call.Outside.Time.GetUtcNow() : state.UpdatedAt;
        call.Say($"{state.Workflow.Name}: {Verdict(wasStopped, waits)} after {Words.Of(end - state.CreatedAt)}");
        WriteResults();
        if (SaysItsOutputs)
            WriteOutputs();
        WriteWaits();
        Row("Run", $"{state.Id}   (ax workflow status {state.Id})");
        if (waits)
            Row("Go on", $"ax workflow resume {state.Id}; or 'ax engine', which goes on with every run whose time or signal has come");
        else if (state.Status is RunStatus.Paused or RunStatus.Failed || wasStopped)
            Row("Go on", $"ax workflow resume {state.Id}");
    }

    /// <summary>What steps wait for, and how to answer; nothing for a run that does not wait.</summary>
    public void WriteWaits()
    {
        foreach (var step in state.Records.Where(static s => s.Status is StepStatus.Waiting or StepStatus.Unresolved && s.Inner is null))
        {
            Row("Waits", $"{step.Path} {StepText.Wait(step, call.Outside.Time)}");
            if (Answer(step) is { } answer)
                Row("", answer);
        }
    }

    /// <summary>What came out of the run; nothing for a run without results.</summary>
    public void WriteResults()
    {
        if (state.Error is { } error)
            Row("Error", error.Message);
        if (!SaysItsOutputs && _results.Summary is { } summary)
            Row("Verdict", Score() + Words.FirstSentences(summary, LongestVerdict));
        if (_results.Counts is { } counts && (_results.Reports.Count > 0 || counts.Values.Any(static n => n > 0)))
            Row("Findings", string.Join(" · ", Severities.Where(counts.ContainsKey).Select(s => $"{Number(counts[s])} {s}")));
        foreach (var (form, path) in _results.Reports)
            Row(form == _results.Reports.Keys.First() ? "Reports" : "", call.Outside.ShownPath(path));
        if (_results.PlannedOnly.Count > 0)
            Row("Planned", $"{string.Join(", ", _results.PlannedOnly)} changed nothing outside: such steps only plan. Run with --apply to carry them out.");
        if (_results.Offline)
        {
            Row("Offline", "no language model was asked; the text was put together from the tools' facts. To have a model interpret them, "
                + "set ANTHROPIC_API_KEY, OPENAI_API_KEY or GOOGLE_API_KEY and run again.");
        }
    }

    /// <summary>The outputs themselves, a line each; nothing for a run without.</summary>
    public void WriteOutputs()
    {
        if (state.Outputs is not { } outputs)
            return;
        var lines = outputs.Value.ValueKind == JsonValueKind.Object
            ? outputs.Value.EnumerateObject().Select(static o => $"{o.Name}: {Shown(o.Value)}").ToList()
            : [Shown(outputs.Value)];
        for (var i = 0; i < lines.Count; i++)
            Row(i == 0 ? "Outputs" : "", lines[i]);
    }

    private static string Shown(JsonElement value) =>
        Words.OneLine(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), LongestOutput);

    private string Score() => _results.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $"score {score:0.#} of 100. ") : "";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string? Answer(StepRecord step) => step switch
    {
        { Status: StepStatus.Unresolved } => $"ax deadletter resolve {state.Id} {step.Path} --outcome completed",
        { Question: not null } => $"ax approval approve {state.Id} {step.Path}",
        { WaitsFor: { } signal } => $"ax workflow signal {state.Id} {signal}",
        _ => null,
    };

    private string Verdict(bool wasStopped, bool waits)
    {
        if (waits)
            return "left waiting";
        if (wasStopped)
            return "stopped with steps in flight; they run again when it is resumed,";
        var failed = state.Records.Count(static s => s.Status == StepStatus.Failed);
        return state.Status == RunStatus.Completed && failed > 0
            ? $"completed, {Words.Count(failed, "step")} failed on the way,"
            : Words.Name(state.Status);
    }

    private void Row(string name, string text)
    {
        const int Margin = 12;
        var lines = Help.HelpPage.Wrap(text, Math.Max(call.Outside.Width - Margin, 40)).ToList();
        call.Say($"  {name,-9} {lines[0]}");
        foreach (var line in lines.Skip(1))
            call.Say(new string(' ', Margin) + line);
    }
}
