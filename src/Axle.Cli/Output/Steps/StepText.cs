using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Cli.Output.Steps;

/// <summary>What is to be said about a step beside its status, for people.</summary>
internal static class StepText
{
    private const int LongestQuestion = 120;

    /// <summary>What it waits for, since when and until when; null when it does not wait.</summary>
    public static string? Wait(StepRecord step, TimeProvider clock) => step switch
    {
        { Status: StepStatus.Unresolved } => "waits to be told whether its effect happened",
        { Status: not StepStatus.Waiting } => null,
        { Question: { } question } => $"waits for {Approval(question)}{Since(step, clock)}{Until(step, clock)}",
        { WaitsFor: { } signal } => $"waits for signal {signal}{Since(step, clock)}{Until(step, clock)}",
        { WaitsUntil: { } until } => $"waits until {Moment(until, clock)}",
        _ => "waits",
    };

    /// <summary>How far the steps inside it have come; null when there are none to count.</summary>
    public static string? Inner(StepRecord step)
    {
        if (step.Inner is not { } inner)
            return null;
        var failed = inner.Failed > 0 ? $", {Number(inner.Failed)} failed" : "";
        return step.Kind switch
        {
            "forEach" when inner.Total is { } total => $"{Number(inner.Ended)}/{Number(total)} items{failed}",
            "loop" => step.EndedAt is null && inner.Open > 0 ? $"round {Number(inner.Opened)}" : Words.Count(inner.Ended, "round"),
            "parallel" => $"{Number(inner.Ended)}/{Number(inner.Opened)} branches{failed}",
            _ => null,
        };
    }

    /// <summary>What it said when it was undone; null when it was not, and nobody tried.</summary>
    public static string? Undo(StepRecord step) => step switch
    {
        { UndoError: { } error } => $"could not be undone: {error.Message}",
        { IsUndone: true } => "undone",
        _ => null,
    };

    /// <summary>All of it on one line; empty when there is nothing to say.</summary>
    public static string Of(StepRecord step, TimeProvider clock) =>
        string.Join("; ", new[] { Inner(step), Wait(step, clock), Undo(step) }.OfType<string>());

    /// <summary>For example <c>Ada's approval: Deploy?</c></summary>
    public static string Approval(Payload question)
    {
        var message = Words.OneLine(Text(question.Value, "message") ?? "", LongestQuestion);
        var asked = question.Value.TryGetProperty("assignees", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(static n => n.GetString()).ToArray()
            : [];
        var whose = asked.Length switch { 0 => "an approval", 1 => $"{asked[0]}'s approval", _ => $"the approval of {string.Join(", ", asked)}" };
        return message.Length == 0 ? whose : $"{whose}: {message}";
    }

    private static string Since(StepRecord step, TimeProvider clock) => step.StartedAt is { } since ? $" since {Moment(since, clock)}" : "";

    private static string Until(StepRecord step, TimeProvider clock) => step.WaitsUntil is { } until ? $", at most until {Moment(until, clock)}" : "";

    private static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>The time of day, and the date when it is another than today's.</summary>
    private static string Moment(DateTimeOffset at, TimeProvider clock)
    {
        var (there, here) = (TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone), clock.GetLocalNow());
        return there.Date == here.Date ? there.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : Words.Of(at, clock);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
