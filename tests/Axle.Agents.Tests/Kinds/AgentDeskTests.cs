using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Standing;
using Axle.Agents.Tests.Support;

namespace Axle.Agents.Tests.Kinds;

public sealed class AgentDeskTests
{
    private readonly AgentBook _book = new(new ManualTime());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_an_agent_fails_the_next_capable_one_does_the_work()
    {
        var (desk, router) = Desk(new Worker("amy", _ => throw new AxleException(ErrorKind.Network, "gone")), new Worker("bob", _ => new { licence = "MIT", agent = "liar" }));
        var asked = await desk.AskAsync(router.Rank("amy", "review-licences"), Call, 0, Token);

        asked.Route.Agent.Id.ShouldBe("bob");
        asked.ToOutput().GetRawText().ShouldBe("""{"agent":"bob","agentName":"bob","action":"review-licences","licence":"MIT"}""");
        var passed = asked.Decisions.ShouldHaveSingleItem();
        (passed.Kind, passed.Summary).ShouldBe(("agent-passed-over", "Agent 'amy' did not do it (network); the next capable agent is asked. gone"));
    }

    [Fact]
    public async Task After_three_failures_the_stand_in_is_asked_at_once()
    {
        var amy = new Worker("amy", _ => throw new InvalidOperationException("broken"));
        var (desk, router) = Desk(amy, new Worker("bob", _ => new { }));
        for (var i = 0; i < 5; i++)
            (await desk.AskAsync(router.Rank("amy", "review-licences"), Call, 0, Token)).Route.Agent.Id.ShouldBe("bob");
        amy.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task What_would_fail_everywhere_fails_at_once()
    {
        var (desk, router) = Desk(new Worker("amy", _ => throw new AxleException(ErrorKind.Refused, "not allowed")), new Worker("bob", _ => new { }));
        var error = (await Should.ThrowAsync<AxleException>(async () => await desk.AskAsync(router.Rank("amy", "review-licences"), Call, 0, Token))).Error;
        (error.Kind, error.Message).ShouldBe((ErrorKind.Refused, "not allowed"));
    }

    [Fact]
    public async Task When_everybody_fails_the_last_failure_is_told()
    {
        var (desk, router) = Desk(
            new Worker("amy", _ => throw new AxleException(ErrorKind.Network, "gone")), new Worker("bob", _ => throw new AxleException(ErrorKind.Timeout, "slow")));
        (await Should.ThrowAsync<AxleException>(async () => await desk.AskAsync(router.Rank("amy", "review-licences"), Call, 0, Token)))
            .Error.Kind.ShouldBe(ErrorKind.Timeout);
    }

    [Fact]
    public async Task Nobody_repeats_an_action_on_the_outside_world_that_has_begun()
    {
        var bob = new Worker("bob", _ => new { }, world: true);
        var (desk, router) = Desk(new Worker("amy", _ => throw new AxleException(ErrorKind.Network, "gone"), world: true), bob);
        await Should.ThrowAsync<AxleException>(async () => await desk.AskAsync(router.Rank("amy", "review-licences"), Call, 0, Token));
        bob.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task The_turn_of_an_agent_that_asks_a_model_is_left_to_the_run()
    {
        var worker = new Worker("amy", _ => throw new AxleException(ErrorKind.Overloaded, "full"));
        var coded = new CodedAgents([worker]);
        var router = new AgentRouter(new AgentRegistry(coded.Over([Crew.Agent("bob")])), _book);
        var asked = await new AgentDesk(_book, new AgentKinds([coded])).AskAsync(router.Rank("amy", "review-licences"), Call, 0, Token);
        (asked.Route.Agent.Id, asked.Result).ShouldBe(("bob", null));
        asked.Decisions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_stand_in_that_cannot_take_the_inputs_is_passed_over()
    {
        var (desk, router) = Desk(
            new Worker("amy", _ => throw new AxleException(ErrorKind.Network, "gone")), new Worker("bob", _ => new { }), new Worker("cid", _ => new { }));
        var asked = await desk.AskAsync(
            router.Rank("amy", "review-licences"),
            static route => route.Agent.Id == "bob" ? throw new AxleException(ErrorKind.Validation, "takes no path") : Call(route),
            0,
            Token);
        asked.Route.Agent.Id.ShouldBe("cid");
    }

    [Fact]
    public async Task Two_hundred_agents_work_at_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = 0;
        Worker[] workers = [.. Enumerable.Range(0, 200).Select(i => new Worker($"w{i:000}", _ => new { i }, before: async () =>
        {
            if (Interlocked.Increment(ref working) == 200)
                gate.SetResult();
            await gate.Task;
        }))];
        var (desk, router) = Desk(workers);
        var done = await Task.WhenAll(workers.Select(w => Task.Run(async () =>
            await desk.AskAsync(router.Rank(w.Definition.Id, "review-licences"), Call, 0, Token), Token)));
        done.Select(static d => d.Route.Agent.Id).ShouldBe(workers.Select(static w => w.Definition.Id));
    }

    private (AgentDesk Desk, AgentRouter Router) Desk(params Worker[] workers)
    {
        var coded = new CodedAgents(workers);
        return (new AgentDesk(_book, new AgentKinds([coded])), new AgentRouter(new AgentRegistry(coded.Over([])), _book));
    }

    private static AgentCall Call(AgentRoute route) => Crew.Call(route.Agent) with { Action = route.Action };

    private sealed class Worker(string id, Func<AgentCall, object> work, bool world = false, Func<Task>? before = null) : IAgent
    {
        private int _calls;

        public int Calls => _calls;

        public AgentDefinition Definition { get; } = Crew.Agent(id, actions: Crew.Action("review-licences", world));

        public async ValueTask<AgentResult> RunAsync(AgentCall call, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            if (before is not null)
                await before();
            return new AgentResult(JsonSerializer.SerializeToElement(work(call)));
        }
    }
}
