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
    public void A_rollback_shows_the_steps_as_they_were()
    {
        var picture = Picture();
        picture.Add(new RecordedEvent(6, Start.AddSeconds(9), new RunRolledBack(1, null, "me")));
        picture.Now().Ended.ShouldBe(0);
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
        var picture = new RunPicture(new RunId("run-x"), new PinnedWorkflows(workflow));
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
        console.Write(RunTree.Draw(picture, Start.AddSeconds(20)));
        return writer.ToString();
    }
}
