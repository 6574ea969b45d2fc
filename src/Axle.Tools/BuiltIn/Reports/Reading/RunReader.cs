using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads how the run went out of <c>run</c>, filled up with what the step entries say of themselves.</summary>
internal static class RunReader
{
    private const int MaxSteps = 500;
    private const int MaxAttempts = 50;
    private const int MaxDecisions = 300;

    /// <summary>The run's story.</summary>
    public static RunTrace Read(JsonElement input, IReadOnlyList<StepInput> steps)
    {
        var run = input.Object("run");
        var told = run.Members("steps").Where(static s => s.Name.Length > 0).Take(MaxSteps)
            .GroupBy(static s => s.Name).ToDictionary(static g => g.Key, static g => g.First().Value);
        foreach (var step in steps)
            told.TryAdd(step.Key, step.Entry);
        var entries = steps.ToDictionary(static s => s.Key);
        var traces = told.Select(t => ReadStep(t.Key, t.Value, entries.GetValueOrDefault(t.Key))).ToList();
        return new RunTrace
        {
            Status = run.Text("status", "state") ?? "",
            StartedAt = Started(run) ?? traces.Min(static t => t.StartedAt),
            EndedAt = Ended(run),
            Steps = [.. traces.OrderBy(static t => t.StartedAt ?? DateTimeOffset.MaxValue)],
            Decisions = Decisions(run, told),
        };
    }

    private static RunStep ReadStep(string key, JsonElement told, StepInput? entry)
    {
        var attempts = ReadAttempts(told);
        return new RunStep(
            key,
            told.Text("agent", "agentId") ?? entry?.Output.Text("agent") ?? (entry is null || entry.Agent == key ? "" : entry.Agent),
            told.Text("action") ?? entry?.Entry.Text("action") ?? "",
            told.Text("status", "state") ?? (entry?.Output.ValueKind == JsonValueKind.Object ? "succeeded" : ""),
            Started(told) ?? (attempts.Count > 0 ? attempts[0].StartedAt : null),
            Ended(told) ?? (attempts.Count > 0 ? attempts[^1].EndedAt : null),
            attempts,
            told.Texts("dependsOn", "needs"),
            ErrorOf(told));
    }

    private static IReadOnlyList<RunAttempt> ReadAttempts(JsonElement step)
    {
        if (step.Get("attempts", "attempt") is not { ValueKind: JsonValueKind.Array } list)
            return [.. Enumerable.Range(1, Math.Min(step.Count("attempts", "attempt") ?? 0, MaxAttempts)).Select(static n => new RunAttempt(n, null, null, "", null))];
        return [.. list.EnumerateArray().Take(MaxAttempts).Select(static (a, i) => new RunAttempt(
            a.Count("number", "attempt") ?? i + 1, Started(a), Ended(a), a.Text("status") ?? (ErrorOf(a) is null ? "" : "failed"), ErrorOf(a)))];
    }

    private static IReadOnlyList<RunDecision> Decisions(JsonElement run, IReadOnlyDictionary<string, JsonElement> steps) =>
        [.. run.Items("decisions").Select(static d => ReadDecision(d, ""))
            .Concat(steps.SelectMany(static s => s.Value.Items("decisions").Select(d => ReadDecision(d, s.Key))))
            .OfType<RunDecision>().Distinct().OrderBy(static d => d.At ?? DateTimeOffset.MaxValue).Take(MaxDecisions)];

    private static RunDecision? ReadDecision(JsonElement item, string step)
    {
        if (LooseJson.AsText(item) is { } text)
            return new RunDecision(null, step, "", text, null);
        return item.Text("message", "reason", "text", "detail") is { } message
            ? new RunDecision(
                item.Time("at", "time", "timestamp"), item.Text("step", "stepKey") ?? step, item.Text("kind", "type") ?? "", message,
                item.Number("confidence") is { } confidence ? Math.Clamp(confidence, 0, 1) : null)
            : null;
    }

    private static string? ErrorOf(JsonElement element) => element.Text("error") ?? element.Object("error").Text("message");

    private static DateTimeOffset? Started(JsonElement element) => element.Time("startedAt", "start", "started");

    private static DateTimeOffset? Ended(JsonElement element) => element.Time("endedAt", "end", "ended", "completedAt", "finishedAt");
}
