using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;

namespace Axle.Agents.Tests.Kinds;

public sealed class AgentKindsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_class_does_the_work_of_its_agent_and_stands_in_for_a_file_of_the_same_id()
    {
        var coded = new CodedAgents([new Counter()]);
        var others = new[] { Crew.Agent("counter"), Crew.Agent("amy") };
        var agents = coded.Over(others).ToArray();
        agents.Select(static a => (a.Id, a.Source)).ShouldBe([("counter", "class Counter"), ("amy", "amy.md")]);
        var kinds = new AgentKinds([coded]);
        kinds.Does(agents[0], agents[0].Actions[0]).ShouldBeTrue();
        kinds.Does(others[0], others[0].Actions[0]).ShouldBeFalse();

        var result = await kinds.PerformAsync(Crew.Call(agents[0], """{"text":"one two three"}"""), Token);
        result.Output.GetProperty("words").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task What_does_not_match_the_output_schema_is_no_answer()
    {
        var coded = new CodedAgents([new Counter("""{"type":"object","required":["pages"]}""")]);
        var agent = coded.Over([]).Single();
        var error = (await Should.ThrowAsync<AxleException>(async () =>
            await new AgentKinds([coded]).PerformAsync(Crew.Call(agent, """{"text":"one"}"""), Token))).Error;
        error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
        error.Message.ShouldContain("pages");
    }

    [Fact]
    public async Task An_action_can_be_the_call_of_a_tool()
    {
        var tool = ScriptedTool.Returning("files.read", """{"text":"hello"}""");
        var counts = ScriptedTool.Returning("files.count", "7");
        var agent = Stage.Agent("""
            ---
            id: reader
            name: Reader
            description: Reads files.
            capabilities: [{name: reading, confidence: 0.9, keywords: [read]}]
            tools: [files.read, files.count]
            actions:
              read-file:
                description: Read a file.
                inputs: {file: {type: string, required: true}, limit: {type: integer}}
                tool: files.read
                with: {path: "${{ inputs.file }}", limit: "${{ inputs.limit }}"}
              count-files:
                description: Count the files.
                inputs: {path: {type: string}}
                tool: files.count
            ---
            """);
        var kinds = new AgentKinds([new ToolAgents(new ToolCatalog([tool, counts]))]);
        kinds.Does(agent, agent.Actions[0]).ShouldBeTrue();

        var read = await kinds.PerformAsync(Crew.Call(agent, """{"file":"a.txt"}"""), Token);
        read.Output.GetProperty("text").GetString().ShouldBe("hello");
        tool.LastArguments.GetRawText().ShouldBe("""{"path":"a.txt"}""");

        var counted = await kinds.PerformAsync(Crew.Call(agent, """{"path":"src"}""") with { Action = agent.Actions[1] }, Token);
        counted.Output.GetProperty("result").GetInt32().ShouldBe(7);
        counts.LastArguments.GetRawText().ShouldBe("""{"path":"src"}""");
    }

    private sealed class Counter(string output = """{"type":"object"}""") : IAgent
    {
        public AgentDefinition Definition { get; } = new()
        {
            Id = "counter",
            Name = "Counter",
            Description = "Counts words.",
            Capabilities = [new AgentCapability("counting", 0.9, ["count", "words"])],
            Actions = [new ActionDefinition { Name = "count-words", Description = "Count the words.", OutputSchema = JsonElement.Parse(output) }],
        };

        public ValueTask<AgentResult> RunAsync(AgentCall call, CancellationToken cancellationToken) =>
            ValueTask.FromResult(AgentResult.Of(new { Words = call.Inputs.GetProperty("text").GetString()!.Split(' ').Length }));
    }
}
