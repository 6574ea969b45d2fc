using Axle.Cli.Output.Steps;
using Axle.Workflows.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Axle.Cli.Output.Progress;

/// <summary>Draws a run as a tree: levels of the graph, their steps with status, attempts and time, the steps inside them, and what was decided.</summary>
internal sealed class RunTree
{
    private const int LongestNote = 160;
    private const int WidestName = 40;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _now;
    private readonly int _nameWidth;
    private readonly int _doesWidth;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    private RunTree(IReadOnlyList<StepNode> roots, TimeProvider clock)
    {
        (_clock, _now) = (clock, clock.GetUtcNow());
        var all = roots.SelectMany(static r => r.Walk()).ToList();
        _nameWidth = Math.Min(WidestName, all.Max(static n => n.Address.Inner.Length));
        _doesWidth = Math.Min(WidestName, all.Max(static n => n.Step.Does.Length));
    }

    public static IRenderable Draw(RunPicture picture, TimeProvider clock)
    {
        var moment = picture.Now();
        var roots = StepNode.Of(moment.Steps);
        var tree = new Tree(Header(picture, moment, roots, clock.GetUtcNow())) { Guide = TreeGuide.Line, Style = new Style(Color.Grey) };
        if (roots.Count == 0)
            return tree;
        var drawing = new RunTree(roots, clock);
        foreach (var level in roots.GroupBy(static n => n.Step.Level).OrderBy(static g => g.Key))
        {
            var node = tree.AddNode(new Markup($"[grey]level {level.Key + 1}[/]"));
            foreach (var step in level)
                drawing.Add(node, step);
        }

        return tree;
    }

    private void Add(IHasTreeNodes parent, StepNode step)
    {
        var node = parent.AddNode(new Markup(Line(step)) { Overflow = Overflow.Ellipsis });
        foreach (var note in Notes(step.Step).Where(_told.Add))
            node.AddNode(new Markup($"[grey]{Markup.Escape(Words.OneLine(note, LongestNote))}[/]"));
        foreach (var inner in step.Inner)
            Add(node, inner);
    }

    private static Markup Header(RunPicture picture, RunMoment moment, IReadOnlyList<StepNode> roots, DateTimeOffset now)
    {
        var until = moment.Status is RunStatus.Executing ? now : moment.UpdatedAt;
        var time = moment.CreatedAt == default ? "" : Words.Of(until - moment.CreatedAt);
        var ended = roots.Count(static n => n.Step.EndedAt is not null);
        return new Markup(
            $"[bold]{Markup.Escape(picture.WorkflowName)}[/]  {Markup.Escape(picture.Id.Value)}  {Words.Name(moment.Status)}  "
            + $"{ended}/{roots.Count} steps  [grey]{time}[/]");
    }

    private string Line(StepNode node)
    {
        var step = node.Step;
        var (sign, colour) = step.IsUndone ? ("↶", "grey") : Sign(step.Status);
        var attempts = step.Attempts > 1 ? $"  [yellow]attempt {step.Attempts}[/]" : "";
        var time = step.StartedAt is { } start ? Words.Of((step.EndedAt ?? _now) - start) : "";
        var more = StepText.Of(step, _clock) is { Length: > 0 } text ? $"  [{(step.Status == StepStatus.Waiting ? "blue" : "grey")}]{Markup.Escape(text)}[/]" : "";
        return $"[{colour}]{sign} {Markup.Escape(node.Address.Inner.PadRight(_nameWidth))}[/]  [grey]{Markup.Escape(step.Does.PadRight(_doesWidth))}[/]  {time,8}{attempts}{more}";
    }

    private static (string Sign, string Colour) Sign(StepStatus status) => status switch
    {
        StepStatus.Completed => ("✓", "green"),
        StepStatus.Failed => ("✗", "red"),
        StepStatus.Running => ("●", "blue"),
        StepStatus.Retrying => ("↻", "yellow"),
        StepStatus.Handling => ("⚒", "yellow"),
        StepStatus.Compensating => ("↶", "yellow"),
        StepStatus.Waiting => ("◷", "blue"),
        StepStatus.Unresolved => ("?", "red"),
        StepStatus.Skipped => ("–", "grey"),
        StepStatus.Cancelled => ("■", "grey"),
        _ => ("·", "grey"),
    };

    private static IEnumerable<string> Notes(StepRecord step)
    {
        if (step.Error is { } error && step.Status != StepStatus.Completed)
            yield return $"{error.Kind.ToName()}: {error.Message}";
        if (step.SkipReason is { } reason)
            yield return reason;
        foreach (var decision in step.Decisions)
            yield return $"{decision.Kind}: {decision.Summary}";
    }
}
