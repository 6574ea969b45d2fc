using System.Globalization;
using Axle.Cli.Commands;
using Axle.Workflows.Runs;

namespace Axle.Cli.Output.Steps;

/// <summary>The steps of a run as a table, with what is to be said about them below.</summary>
/// <param name="call">Where it is written.</param>
internal sealed class StepTable(Invocation call)
{
    private const int LongestNote = 200;
    private const int LongestMore = 120;

    /// <summary>Writes it.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="everything">Whether steps of items and rounds that went well are shown, too.</param>
    public void Write(IReadOnlyList<StepRecord> steps, bool everything)
    {
        var nodes = StepNode.Of(steps, everything).SelectMany(static r => r.Walk()).ToList();
        var now = call.Outside.Time.GetUtcNow();
        TextTable.Write(call.Outside.Output, ["LEVEL", "STEP", "STATUS", "ATTEMPTS", "TIME", "DOES"], nodes.Select(node => (string[])
        [
            (node.Step.Level + 1).ToString(CultureInfo.InvariantCulture),
            node.Step.Path,
            Words.Name(node.Step.Status),
            node.Step.Attempts.ToString(CultureInfo.InvariantCulture),
            node.Step.StartedAt is { } start ? Words.Of((node.Step.EndedAt ?? now) - start) : "",
            Does(node.Step),
        ]));
        foreach (var (step, note) in nodes.SelectMany(static n => Notes(n.Step)).DistinctBy(static n => n.Note))
            call.Say(Words.OneLine($"{step}: {note}", LongestNote));
        if (nodes.Sum(static n => n.Hidden) is > 0 and var hidden)
            call.Note($"{Words.Count(hidden, "step")} of items and rounds that went well {(hidden == 1 ? "is" : "are")} not shown; --all shows them.");
    }

    private string Does(StepRecord step) => StepText.Of(step, call.Outside.Time) is { Length: > 0 } more
        ? $"{step.Does}  {Words.OneLine(more, LongestMore)}"
        : step.Does;

    private static IEnumerable<(string Step, string Note)> Notes(StepRecord step)
    {
        if (step.Error is { } error)
            yield return (step.Path, $"{error.Kind.ToName()}: {error.Message}");
        if (step.SkipReason is { } reason)
            yield return (step.Path, reason);
        foreach (var decision in step.Decisions)
            yield return (step.Path, $"{decision.Summary} [{decision.Kind}]");
    }
}
