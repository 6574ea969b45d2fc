using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Tests.Support;

namespace Axle.Agents.Tests.Definition;

public sealed class AgentFileTests
{
    [Fact]
    public void A_whole_file_is_read()
    {
        var agent = Stage.Agent(Samples.Inspector);

        agent.Id.ShouldBe("inspector");
        agent.Aliases.ShouldBe(["looker"]);
        agent.Instructions.ShouldBe("You look at things.");
        agent.Models.Single().Provider.ShouldBe("claude");
        agent.Capabilities.Single().Confidence.ShouldBe(0.9);
        agent.Actions.Select(action => action.Name).ShouldBe(["look-around", "ship-it", "tell"]);
        agent.Actions[1].World.ShouldBeTrue();
        agent.Actions[2].Publishes.ShouldBe("test.publish");
    }

    [Fact]
    public void An_action_without_output_answers_with_the_review_shape() =>
        Stage.Agent(Samples.Inspector).Actions[0].OutputSchema.GetRawText().ShouldBe(OutputShapes.Find("review")!.Value.GetRawText());

    [Fact]
    public void An_agent_needs_no_actions_of_its_own_but_then_a_role()
    {
        const string Head = "---\nid: clerk\nname: Clerk\ndescription: Knows.\ncapabilities: [{name: know, confidence: 0.9, keywords: [know]}]\n---\n";
        AgentFile.Read("clerk.md", Head + "You are a clerk.").Faults.ShouldBeEmpty();
        AgentFile.Read("clerk.md", Head).Faults.ShouldHaveSingleItem().Message.ShouldContain("no instructions");
    }

    [Fact]
    public void Inputs_have_defaults_types_and_no_strangers()
    {
        var inputs = Stage.Agent(Samples.Inspector).Actions[0].Inputs;

        inputs.WithDefaults(JsonElement.Parse("{}")).GetProperty("depth").GetInt32().ShouldBe(3);
        inputs.Validate(JsonElement.Parse("""{"depth":"deep"}""")).IsValid.ShouldBeFalse();
        inputs.Validate(JsonElement.Parse("""{"dept":1}""")).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void A_required_input_is_asked_for_at_the_input_itself()
    {
        var file = Samples.Inspector.Replace("path: {type: string}", "path: {type: string, required: true}", StringComparison.Ordinal);

        Stage.Agent(file).Actions[0].Inputs.Validate(JsonElement.Parse("{}")).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Every_fault_is_reported_at_once_with_its_place()
    {
        const string File = """
            ---
            id: Bad Id
            nmae: X
            description: Y
            capabilities:
              - name: c
                confidence: 1.5
            tools: one
            actions:
              act:
                description: D
                promt: P
            ---
            Body
            """;

        var faults = AgentFile.Read("bad.md", File).Faults.Select(fault => fault.ToString()).ToArray();

        faults.ShouldContain(fault => fault.StartsWith("bad.md(2,5): id 'Bad Id' must be", StringComparison.Ordinal));
        faults.ShouldContain("bad.md(3,1): the agent has no key 'nmae'. Did you mean 'name'?");
        faults.ShouldContain(fault => fault.StartsWith("bad.md(7,17): 'confidence' must be a number above 0", StringComparison.Ordinal));
        faults.ShouldContain(fault => fault.StartsWith("bad.md(8,8): 'tools' must be a list", StringComparison.Ordinal));
        faults.ShouldContain("bad.md(12,5): 'act' has no key 'promt'. Did you mean 'prompt'?");
        faults.ShouldContain(fault => fault.Contains("has no 'name'", StringComparison.Ordinal));
        AgentFile.Read("bad.md", File).Agent.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "begins with a line '---'")]
    [InlineData("---\nid: x\n", "not closed")]
    [InlineData("---\n- a\n---\nbody", "must be one mapping")]
    [InlineData("---\nid: x\nid: y\n---\nbody", "not YAML")]
    [InlineData("---\nid: [\n---\nbody", "not YAML")]
    [InlineData("---\na: &x 1\nb: *x\n---\nbody", "aliases ('*name') are not used")]
    public void A_file_that_is_no_agent_says_why(string text, string expected)
    {
        var reading = AgentFile.Read("x.md", text);

        reading.Agent.ShouldBeNull();
        reading.Faults.ShouldContain(fault => fault.Message.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_huge_file_and_a_deep_file_are_refused_before_they_are_built()
    {
        AgentFile.Read("x.md", new string('x', AgentFile.MaxLength + 1)).Faults.Single().Message.ShouldContain("at most");
        var deep = "---\na: " + new string('[', 500) + new string(']', 500) + "\n---\nbody";
        AgentFile.Read("x.md", deep).Faults.Single().Message.ShouldContain("nested more than");
    }

    [Theory]
    [InlineData("tools: [test.one, test.two, test.deploy, test.publish]", "tools: [test.one, test.deploy, test.publish]", "uses tool 'test.two', which is not in the agent's list")]
    [InlineData("inputs.depth }}", "inputs.dpth }}", "there is no input 'dpth'. Did you mean 'depth'?")]
    [InlineData("output: report", "output: reprot", "there is no output shape 'reprot'. Did you mean 'report'?")]
    [InlineData("depth: {type: integer, default: 3}", "depth: {type: 7}", "'inputs' is not a JSON Schema")]
    [InlineData("aliases: [look]", "aliases: [tell]", "names both action")]
    [InlineData("      - tool: test.two", "      - tool: test.one", "calls tool 'test.one' twice")]
    [InlineData("You look at things.", "", "has no instructions")]
    public void A_slip_in_an_action_is_found(string text, string slip, string expected)
    {
        var reading = AgentFile.Read("x.md", Samples.Inspector.Replace(text, slip, StringComparison.Ordinal));

        reading.Faults.ShouldContain(fault => fault.Message.Contains(expected, StringComparison.Ordinal));
    }
}
