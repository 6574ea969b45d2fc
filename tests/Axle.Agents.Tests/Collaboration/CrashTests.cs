using Axle.Workflows.Runs.Events;

namespace Axle.Agents.Tests.Collaboration;

/// <summary>Agents that work together in a process that dies.</summary>
public sealed class CrashTests
{
    private static readonly Dictionary<string, (Func<LibraryStage> Stage, object Inputs)> Scenes = new()
    {
        ["consensus"] = (
            static () => ConsensusTests.Members("1", "21"),
            new { members = (string[])["a", "b"], options = (string[])["ship", "wait"], rule = "unanimous" }),
        ["debate"] = (
            static () => DebateTests.Debate(clear: true),
            new { sides = (object[])[new { name = "red", position = "Red.", agent = "a" }, new { name = "blue", position = "Blue.", agent = "b" }] }),
        ["supervisor"] = (static () => SupervisorTests.Supervisor(1, 2), new { workers = (string[])["a", "b"] }),
        ["producer-consumer"] = (static () => ProducerConsumerTests.Flow(batches: 1), new { producer = "a", consumer = "b" }),
        ["handoff"] = (static () => HandoffTests.Desk("a b"), new { agents = HandoffTests.Agents("a", "b") }),
    };

    public static TheoryData<string> Patterns => [.. Scenes.Keys];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_crash_after_any_event_changes_no_outcome_and_asks_again_only_what_was_in_flight(string pattern)
    {
        var (undisturbed, asked, events, _) = Play(pattern, crashAt: 0);
        var crashes = 0;
        for (var at = 2; at < events; at++)
        {
            var (outputs, askedNow, _, recovered) = Play(pattern, at);
            crashes += recovered ? 1 : 0;
            outputs.ShouldBe(undisturbed, $"after event {at}");
            // Eight steps at most are in flight at once.
            askedNow.ShouldBeInRange(asked, asked + 8, $"after event {at}");
        }

        // Nothing is to be recovered after the last events, which are stored together with the run's end.
        crashes.ShouldBeGreaterThan((events - 2) / 2);
    }

    private static (string Outputs, int Asked, int Events, bool Recovered) Play(string pattern, int crashAt)
    {
        var (make, inputs) = Scenes[pattern];
        using var stage = make();
        var seen = 0;
        stage.Host.CrashAfter(_ => ++seen == crashAt);
        var run = stage.Start(pattern, inputs);
        var (events, outputs) = (run.Events, LibraryStage.Outputs(run).GetRawText());
        var recovered = events.Count(static e => e.Event is RunRecovered);
        return (outputs, stage.Model.Asked.Count, events.Count - recovered, recovered > 0);
    }
}
