using System.Collections.Immutable;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Runs;

public sealed class ClockTests
{
    [Fact]
    public void A_clock_that_is_set_back_does_not_turn_the_history_round()
    {
        var noon = new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var state = new RunState(new RunId("run-clock"), new PinnedWorkflows(Of(Tool("a"), Tool("b", "a"))));
        Decider.Decide(new Decision(state, noon), new BeginRun("hash", Payload.EmptyObject, ImmutableDictionary<string, string>.Empty, "test"));
        var later = new Decision(state, noon.AddHours(-1));
        Decider.Decide(later, new CompleteStep("a", 1, Payload.Null, []));
        later.Events.Select(static e => e.At).ShouldAllBe(at => at == noon);
        later.Events.Count.ShouldBe(2);
    }
}
