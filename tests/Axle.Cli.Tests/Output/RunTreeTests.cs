using System.Collections.Immutable;
using Axle.Cli.Output.Progress;
using Axle.Cli.Tests.Support;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Spectre.Console;

namespace Axle.Cli.Tests.Output;

public sealed class RunTreeTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_tree_shows_levels_statuses_times_attempts_and_decisions()
    {
        var text = Draw(Picture());
        text.ShouldContain("three  run-x  executing  1/3 steps");
        text.ShouldContain("level 2");
        text.ShouldContain("✓ one");
        text.ShouldContain("2.0 s");
        text.ShouldContain("agent-routed: lint goes to quality");
        text.ShouldContain("↻ two");
        text.ShouldContain("network: the line is [down]");
        text.ShouldContain("· three");
    }

    [Fact]
    public void A_rollback_is_left_to_who_can_read_the_whole_history()
    {
        var picture = Picture();
        picture.Add(new RecordedEvent(6, Start.AddSeconds(9), new RunRolledBack(1, null, "me"))).ShouldBeFalse();
        picture.Replace(new RunState(picture.Id, new PinnedWorkflows(WorkflowReader.Read(Workbench.ThreeSteps, "three.yaml").Require())));
        picture.Now().Ended.ShouldBe(0);
    }

    [Fact]
    public void Steps_inside_others_are_drawn_below_them_and_items_that_went_well_are_counted()
    {
        var workflow = WorkflowReader.Read(
            "name: many\nsteps:\n  - {key: each, forEach: {items: [1, 2, 3], concurrency: 2, steps: [{key: check, tool: structure}]}}\n  - {key: go, wait: {signal: go}}\n",
            "many.yaml").Require();
        var picture = new RunPicture(new RunState(new RunId("run-y"), new PinnedWorkflows(workflow)));
        RunEvent[] events =
        [
            new RunStarted("many", null, "hash", Payload.EmptyObject, Payload.EmptyObject, ImmutableDictionary<string, string>.Empty, "me"),
            new StepStarted("each", 1, Payload.FromJson("[1,2,3]"u8)),
            new StepWaiting("go", 1, null, "go"),
            new ScopeOpened("each", "0"),
            new ScopeOpened("each", "1"),
            new StepStarted("each[0]/check", 1, Payload.EmptyObject),
            new StepStarted("each[1]/check", 1, Payload.EmptyObject),
            new StepCompleted("each[0]/check", 1, Payload.EmptyObject, []),
            new ScopeClosed("each", "0", Payload.EmptyObject, null),
        ];
        for (var i = 0; i < events.Length; i++)
            picture.Add(new RecordedEvent(i + 1, Start.AddSeconds(i), events[i])).ShouldBeTrue();
        var text = Draw(picture);
        text.ShouldContain("1/3 items");
        text.ShouldContain("● [1]/check");
        text.ShouldNotContain("[0]/check");
        text.ShouldContain("◷ go");
        text.ShouldContain("waits for signal go since 12:00:02");
    }

    [Fact]
    public async Task The_live_view_draws_until_the_work_is_done()
    {
        var writer = new WatchedWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
        });
        var view = new LiveRunView(console, TimeProvider.System);
        var picture = Picture();
        await view.WhileAsync(picture, async () =>
        {
            await writer.Seen("three");
            picture.Add(new RecordedEvent(6, Start.AddSeconds(9), new RunPaused("me", null)));
            view.Say("Ctrl-C: pausing.");
            await writer.Seen("Ctrl-C: pausing.");
        });
        writer.ToString().ShouldContain("paused");
    }

    private static RunPicture Picture()
    {
        var workflow = WorkflowReader.Read(Workbench.ThreeSteps, "three.yaml").Require();
        var picture = new RunPicture(new RunState(new RunId("run-x"), new PinnedWorkflows(workflow)));
        var routed = new StepDecision("agent-routed", "lint goes to quality");
        RunEvent[] events =
        [
            new RunStarted("three", "1.2.0", "hash", Payload.EmptyObject, Payload.EmptyObject, ImmutableDictionary<string, string>.Empty, "me"),
            new StepStarted("one", 1, Payload.EmptyObject),
            new StepCompleted("one", 1, Payload.EmptyObject, [routed]),
            new StepStarted("two", 1, Payload.EmptyObject),
            new StepAttemptFailed("two", 1, new AxleError(ErrorKind.Network, "the line is [down]"), Start.AddMinutes(1)),
        ];
        for (var i = 0; i < events.Length; i++)
            picture.Add(new RecordedEvent(i + 1, Start.AddSeconds(i * 2), events[i]));
        return picture;
    }

    private static string Draw(RunPicture picture)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 160;
        console.Write(RunTree.Draw(picture, new FixedTime(Start.AddSeconds(20))));
        return writer.ToString();
    }
}
