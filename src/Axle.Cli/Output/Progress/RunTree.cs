using Axle.Workflows.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Axle.Cli.Output.Progress;

/// <summary>Draws a run as a tree: levels of the graph, their steps with status, attempts and time, and what was decided on the way.</summary>
internal static class RunTree
{
    private const int LongestNote = 160;

    public static IRenderable Draw(RunPicture picture, DateTimeOffset now)
    {
        var moment = picture.Now();
        var tree = new Tree(Header(picture, moment, now)) { Guide = TreeGuide.Line, Style = new Style(Color.Grey) };
        var keyWidth = moment.Steps.IsEmpty ? 0 : moment.Steps.Max(static s => s.Path.Length);
        var doesWidth = moment.Steps.IsEmpty ? 0 : moment.Steps.Max(static s => s.Does.Length);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var level in moment.Steps.GroupBy(static s => s.Level).OrderBy(static g => g.Key))
        {
            var node = tree.AddNode(new Markup($"[grey]level {level.Key + 1}[/]"));
            foreach (var step in level)
            {
                var child = node.AddNode(new Markup(Line(step, now, keyWidth, doesWidth)) { Overflow = Overflow.Ellipsis });
                foreach (var note in Notes(step).Where(told.Add))
                    child.AddNode(new Markup($"[grey]{Markup.Escape(Words.OneLine(note, LongestNote))}[/]"));
            }
        }

        return tree;
    }

    private static Markup Header(RunPicture picture, RunMoment moment, DateTimeOffset now)
    {
        var until = moment.Status is RunStatus.Executing ? now : moment.UpdatedAt;
        var time = moment.CreatedAt == default ? "" : Words.Of(until - moment.CreatedAt);
        return new Markup(
            $"[bold]{Markup.Escape(picture.WorkflowName)}[/]  {Markup.Escape(picture.Id.Value)}  {Words.Name(moment.Status)}  "
            + $"{moment.Ended}/{moment.Steps.Length} steps  [grey]{time}[/]");
    }

    private static string Line(StepRecord step, DateTimeOffset now, int keyWidth, int doesWidth)
    {
        var (sign, colour) = Sign(step.Status);
        var attempts = step.Attempts > 1 ? $"  [yellow]attempt {step.Attempts}[/]" : "";
        var time = step.StartedAt is { } start ? Words.Of((step.EndedAt ?? now) - start) : "";
        return $"[{colour}]{sign} {Markup.Escape(step.Path.PadRight(keyWidth))}[/]  [grey]{Markup.Escape(step.Does.PadRight(doesWidth))}[/]  {time,8}{attempts}";
    }

    private static (string Sign, string Colour) Sign(StepStatus status) => status switch
    {
        StepStatus.Completed => ("✓", "green"),
        StepStatus.Failed => ("✗", "red"),
        StepStatus.Running => ("●", "blue"),
        StepStatus.Retrying => ("↻", "yellow"),
        StepStatus.Handling => ("⚒", "yellow"),
        StepStatus.Skipped => ("–", "grey"),
        StepStatus.Cancelled => ("■", "grey"),
        _ => ("·", "grey"),
    };

    private static IEnumerable<string> Notes(StepRecord step)
    {
        if (step.Error is { } error)
            yield return $"{error.Kind.ToName()}: {error.Message}";
        if (step.SkipReason is { } reason)
            yield return reason;
        foreach (var decision in step.Decisions)
            yield return $"{decision.Kind}: {decision.Summary}";
    }
}
