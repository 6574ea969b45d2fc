using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Memory;
using Axle.Agents.Registry;
using Axle.Agents.Tests.Support;
using Axle.Models.Providers;
using Axle.Schemas;
using Axle.Tools.BuiltIn.Git;
using Axle.Tools.BuiltIn.Projects;
using Axle.Tools.Contract;

namespace Axle.Agents.Tests.Library;

public sealed class BuiltInAgentsTests
{
    private static readonly LoadedAgents Loaded = AgentLibrary.BuiltIn();

    private static readonly string[] Tools =
    [
        "code.structure", "code.duplication", "code.modules", "git.hotspots", "tests.inventory", "docs.inventory", "security.secrets", "security.calls",
        "security.config", "code.csharp", "dependencies.manifests", "performance.patterns", "delivery.plan", "report.write",
    ];

    private static readonly Dictionary<string, ToolEffect> Effects = ((IEnumerable<ITool>)
        [
            .. RealTools.All, .. GitTools.All(), .. ProjectTools.All(ProjectOptions.FromEnvironment()), MemoryTools.Read(Memory), MemoryTools.Write(Memory),
            MemoryTools.List(Memory), MemoryTools.History(Memory),
        ]).ToDictionary(tool => tool.Description.Name, tool => tool.Description.Effect);

    private static SharedMemory Memory => new(() => throw new InvalidOperationException("Only its descriptions are read."), TimeProvider.System);

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

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_agent_names_tools_that_there_are_and_no_more_than_a_model_is_shown_at_once(string id)
    {
        var tools = Find(id).Tools;

        tools.ShouldBeUnique();
        tools.ShouldAllBe(tool => Effects.ContainsKey(tool));
        tools.Length.ShouldBeLessThanOrEqualTo(30);
        tools.ShouldContain("files.read");
        tools.ShouldContain("memory.read");
    }

    [Fact]
    public void Only_agents_that_work_on_code_may_change_it()
    {
        WhoMay("files.write").ShouldBe(
            ["backend", "data", "data-science", "database", "devops", "frontend", "infrastructure", "mobile", "testing"], ignoreOrder: true);
        WhoMay("git.commit").ShouldBe(WhoMay("files.write"));
        WhoMay("files.edit").ShouldBe(WhoMay("files.write"));
        WhoMay("files.delete").ShouldBe(["backend", "frontend", "mobile"], ignoreOrder: true);
        WhoMay("shell.run").ShouldBe(["backend", "devops", "frontend", "mobile", "testing"], ignoreOrder: true);
        WhoMay("project.create").ShouldBe(["planner", "product"], ignoreOrder: true);
    }

    [Fact]
    public void Nobody_who_may_reach_the_network_reads_secrets_or_changes_the_workspace()
    {
        WhoMay("http.fetch").ShouldBe(["product", "researcher"], ignoreOrder: true);
        WhoMay("http.fetch").Intersect([.. WhoMay("security.secrets"), .. WhoMay("files.write"), .. WhoMay("shell.run")]).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Whoever_only_reviews_plans_or_writes_has_no_tool_with_an_effect_on_the_world_but_the_tracker_of_its_trade(string id)
    {
        var agent = Find(id);
        var effects = agent.Tools.Where(tool => Effects[tool] == ToolEffect.World && tool != "delivery.plan").ToArray();

        if (!agent.Tools.Contains("files.write"))
            effects.ShouldAllBe(tool => tool.StartsWith("project."));
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

    private static string[] WhoMay(string tool) => [.. Loaded.Agents.Where(agent => agent.Tools.Contains(tool)).Select(agent => agent.Id)];

    private static AgentDefinition Find(string id) => Loaded.Agents.Single(agent => agent.Id == id);
}
