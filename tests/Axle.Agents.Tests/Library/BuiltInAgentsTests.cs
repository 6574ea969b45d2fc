using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Registry;
using Axle.Models.Providers;
using Axle.Schemas;

namespace Axle.Agents.Tests.Library;

public sealed class BuiltInAgentsTests
{
    private static readonly LoadedAgents Loaded = AgentLibrary.BuiltIn();

    private static readonly string[] Tools =
    [
        "code.structure", "code.duplication", "code.modules", "git.hotspots", "tests.inventory", "docs.inventory", "security.secrets", "security.calls",
        "security.config", "code.csharp", "dependencies.manifests", "performance.patterns", "delivery.plan", "report.write",
    ];

    public static TheoryData<string> Ids => [.. Loaded.Agents.Select(agent => agent.Id)];

    [Fact]
    public void All_21_agents_load_without_a_fault()
    {
        Loaded.Faults.ShouldBeEmpty();
        new AgentRegistry(Loaded.Agents).Conflicts.ShouldBeEmpty();
        Loaded.Agents.Select(agent => agent.Id).ShouldBe(
            [
                "backend", "frontend", "devops", "security", "quality", "performance", "testing", "architect", "api", "database", "data", "data-science", "mobile",
                "infrastructure", "standards", "product", "cto", "ceo", "writer", "researcher", "planner",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_agent_has_all_its_fields(string id)
    {
        var agent = Find(id);

        agent.Aliases.ShouldNotBeEmpty();
        agent.Specializations.Length.ShouldBeGreaterThanOrEqualTo(3);
        agent.Capabilities.Length.ShouldBeGreaterThanOrEqualTo(3);
        agent.Capabilities.ShouldAllBe(capability => capability.Keywords.Length > 0);
        agent.Models.ShouldNotBeEmpty();
        agent.Models.ShouldAllBe(model => ProviderCatalog.Find(model.Provider) != null);
        agent.Actions.Length.ShouldBeInRange(4, 8);
        agent.Instructions.Length.ShouldBeGreaterThan(300);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_action_is_complete_and_its_schemas_compile(string id)
    {
        foreach (var action in Find(id).Actions)
        {
            action.Description.ShouldNotBeEmpty();
            action.Prompt.Length.ShouldBeGreaterThan(80, action.Name);
            JsonSchema.Parse(action.InputSchema);
            JsonSchema.Parse(action.OutputSchema);
            action.Evidence.ShouldAllBe(call => Tools.Contains(call.Tool));
            action.World.ShouldBe(action.Evidence.Any(call => call.Tool == "delivery.plan"), action.Name);
        }
    }

    [Fact]
    public void Every_evidence_tool_is_used_by_somebody()
    {
        var used = Loaded.Agents.SelectMany(agent => agent.Actions)
            .SelectMany(action => action.Evidence.Select(call => call.Tool).Append(action.Publishes)).OfType<string>().ToHashSet();

        used.ShouldBe(Tools, ignoreOrder: true);
    }

    [Fact]
    public void No_two_agents_and_no_two_actions_say_the_same()
    {
        Loaded.Agents.Select(agent => agent.Instructions).ShouldBeUnique();
        Loaded.Agents.Select(agent => agent.Description).ShouldBeUnique();
        Loaded.Agents.SelectMany(agent => agent.Actions).Select(action => action.Prompt).ShouldBeUnique();
    }

    [Fact]
    public void Every_shape_of_an_answer_is_a_schema_of_an_object()
    {
        OutputShapes.Names.ShouldBe(["delivery", "design", "document", "plan", "report", "review", "tests"]);
        foreach (var name in OutputShapes.Names)
        {
            JsonSchema.Parse(OutputShapes.Find(name)!.Value);
            OutputShapes.Find(name)!.Value.GetProperty("type").GetString().ShouldBe("object");
        }
    }

    private static AgentDefinition Find(string id) => Loaded.Agents.Single(agent => agent.Id == id);
}
