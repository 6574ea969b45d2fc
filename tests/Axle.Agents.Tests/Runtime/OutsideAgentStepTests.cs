using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Tests.Support;
using Axle.Workflows.Definition;

namespace Axle.Agents.Tests.Runtime;

/// <summary>Steps whose agents are no prompts.</summary>
public sealed class OutsideAgentStepTests
{
    [Fact]
    public async Task A_class_does_the_step_and_no_model_is_asked()
    {
        var model = new ScriptedProvider(_ => Samples.Review);
        using var stage = new Stage([], [], model, new Clerk("amy", () => new { licence = "MIT" }));
        var (output, decisions) = await stage.RunAsync(Stage.Context(new AgentAction("amy", "review-licences"), """{"path":null}"""));
        output.GetRawText().ShouldBe("""{"agent":"amy","agentName":"amy","action":"review-licences","licence":"MIT"}""");
        decisions.ShouldBeEmpty();
        model.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_class_fails_an_agent_that_asks_a_model_stands_in_and_the_history_says_so()
    {
        var model = new ScriptedProvider(_ => Samples.Review);
        var standIn = Crew.Agent("bob", actions: Crew.Action("review-licences") with { Prompt = "Review them.", Reasoning = ReasoningStyle.Once });
        using var stage = new Stage([standIn], [], model, new Clerk("amy", () => throw new AxleException(ErrorKind.Network, "gone")));
        var (output, decisions) = await stage.RunAsync(Stage.Context(new AgentAction("amy", "review-licences")));
        output.GetProperty("agent").GetString().ShouldBe("bob");
        model.Asked.Count.ShouldBe(1);
        decisions.Select(static d => d.Kind).Take(3).ShouldBe(["agent-routed", "agent-passed-over", "provider-chosen"]);
    }

    [Fact]
    public async Task A_step_whose_inputs_do_not_fit_its_agent_fails_and_nobody_stands_in()
    {
        using var stage = new Stage([Crew.Agent("bob")], [], null, new Clerk("amy", () => new { }));
        (await stage.FailAsync(Stage.Context(new AgentAction("amy", "review-licences"), """{"path":7}"""))).Kind.ShouldBe(ErrorKind.Validation);
    }

    private sealed class Clerk(string id, Func<object> work) : IAgent
    {
        public AgentDefinition Definition { get; } = Crew.Agent(id, actions: Crew.Action("review-licences") with
        {
            InputSchema = System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{"path":{"type":"string"}}}"""),
        });

        public ValueTask<AgentResult> RunAsync(AgentCall call, CancellationToken cancellationToken) => ValueTask.FromResult(AgentResult.Of(work()));
    }
}
