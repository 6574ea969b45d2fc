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
        var (undisturbed, asked, events) = Play(pattern, crashAt: 0);
        for (var at = 2; at < events; at++)
        {
            var (outputs, askedNow, _) = Play(pattern, at);
            outputs.ShouldBe(undisturbed, $"after event {at}");
            // Eight steps at most are in flight at once.
            askedNow.ShouldBeInRange(asked, asked + 8, $"after event {at}");
        }
    }

    private static (string Outputs, int Asked, int Events) Play(string pattern, int crashAt)
    {
        var (make, inputs) = Scenes[pattern];
        using var stage = make();
        var seen = 0;
        stage.Host.CrashAfter(_ => ++seen == crashAt);
        var run = stage.Start(pattern, inputs);
        return (LibraryStage.Outputs(run).GetRawText(), stage.Model.Asked.Count, run.Events.Count(static e => e.Event is not RunRecovered));
    }
}
