using Axle.Guarding;
using Axle.Models;
using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Coverage;

/// <summary>
/// Every way by which content enters or leaves, read from the compiled code and from what AddAxle registers, against the list of those that are known and
/// guarded. A new way fails here until somebody says which guards it passes.
/// </summary>
public sealed class Ways_of_content
{
    /// <summary>Who asks models, and what stands for it. All of them go through the pipeline, where guards, gate and answer guard are.</summary>
    private static readonly Dictionary<string, string> AsksModels = new(StringComparer.Ordinal)
    {
        ["AgentVoice"] = "agents of runs: prompts, evidence, results of tools, errors of tools, memory, what others said",
        ["PromptStepHandler"] = "prompts of workflows, with what steps before brought",
        ["ChatEndpoint"] = "callers of the gateway, whole answers and streams",
        ["EmbeddingsEndpoint"] = "texts of callers that become vectors",
        ["GroundednessJudge"] = "answers that are judged; not judged themselves",
        ["ModelGateway"] = "the door itself",
    };

    /// <summary>Who calls tools past the catalog.</summary>
    private static readonly Dictionary<string, string> CallsTools = new(StringComparer.Ordinal)
    {
        ["ToolCatalog"] = "the one door: checks arguments and asks the gate",
        ["ReportPublisher"] = "asks the catalog and its gate first, then adds what the run recorded",
    };

    /// <summary>Who calls tools through the catalog.</summary>
    private static readonly Dictionary<string, string> UsesCatalog = new(StringComparer.Ordinal)
    {
        ["ToolStepHandler"] = "steps of workflows and of agents' turns",
        ["EvidenceCollector"] = "evidence of actions",
        ["ToolAgents"] = "actions that are the call of a tool",
        ["ToolFunction"] = "functions of chat clients",
    };

    /// <summary>What each kind of step brings into a run, as FlowInto labels it.</summary>
    private static readonly Dictionary<string, string> StepKinds = new(StringComparer.Ordinal)
    {
        [nameof(AgentAction)] = "as the agent noted; untrusted when it noted nothing and failed",
        [nameof(ToolAction)] = "untrusted",
        [nameof(RunAction)] = "untrusted",
        [nameof(UsesAction)] = "untrusted",
        [nameof(WaitAction)] = "untrusted when it takes a signal",
        [nameof(PromptAction)] = "what went into it",
        [nameof(CodeAction)] = "what went into it: the sandbox has no network",
        [nameof(SetAction)] = "what any step of the workflow brought",
        [nameof(FailAction)] = "what went into it",
        [nameof(ReturnAction)] = "what went into it",
        [nameof(ApprovalAction)] = "what a person said",
        [nameof(ForEachAction)] = "what its steps bring",
        [nameof(LoopAction)] = "what its steps bring",
        [nameof(ParallelAction)] = "what its branches bring",
        [nameof(SwitchAction)] = "what its cases bring",
        [nameof(SagaAction)] = "what its steps bring",
    };

    /// <summary>Kinds of content in a conversation, and what guards do with them.</summary>
    private static readonly Dictionary<string, string> Contents = new(StringComparer.Ordinal)
    {
        ["TextContent"] = "read",
        ["FunctionCallContent"] = "arguments read",
        ["FunctionResultContent"] = "read",
        ["TextReasoningContent"] = "signed by the provider, so it is left as it is; it is shown to nobody who may not see the answer",
        ["UsageContent"] = "numbers",
        ["DataContent"] = "pictures and files: not read by guards of text",
        ["UriContent"] = "addresses of pictures: not read by guards of text",
        ["HostedFileContent"] = "a file at the provider: not read",
        ["HostedVectorStoreContent"] = "a store at the provider: not read",
        ["ErrorContent"] = "an error of a provider",
        ["ToolCallContent"] = "only what stands above calls",
        ["ToolResultContent"] = "only what stands above results",
        ["InputRequestContent"] = "only what stands above questions of a provider",
        ["InputResponseContent"] = "only what stands above answers to them",
        ["ToolApprovalRequestContent"] = "not offered: consents are steps of runs",
        ["ToolApprovalResponseContent"] = "not offered: consents are steps of runs",
        ["CodeInterpreterToolCallContent"] = "a tool of the provider: Axle offers models none of these",
        ["CodeInterpreterToolResultContent"] = "a tool of the provider: Axle offers models none of these",
        ["ImageGenerationToolCallContent"] = "a tool of the provider: Axle offers models none of these",
        ["ImageGenerationToolResultContent"] = "a tool of the provider: Axle offers models none of these",
        ["McpServerToolCallContent"] = "a tool of the provider: Axle asks MCP servers itself",
        ["McpServerToolResultContent"] = "a tool of the provider: Axle asks MCP servers itself",
        ["WebSearchToolCallContent"] = "a tool of the provider: Axle offers models none of these",
        ["WebSearchToolResultContent"] = "a tool of the provider: Axle offers models none of these",
    };

    [Fact]
    public void Models_are_asked_through_the_pipeline_and_only_by_those_who_are_known()
    {
        CallSites.Of(typeof(ModelGateway), nameof(ModelGateway.AskAsync), nameof(ModelGateway.GetResponseAsync), nameof(ModelGateway.GetStreamingResponseAsync),
            nameof(ModelGateway.EmbedAsync)).ShouldBe(AsksModels.Keys.Order(StringComparer.Ordinal));
        CallSites.Of(typeof(IChatClient), "GetResponseAsync", "GetStreamingResponseAsync").ShouldAllBe(static name => IsOf(name, typeof(ModelGateway)));
        CallSites.Of(typeof(IEmbeddingGenerator<string, Embedding<float>>), "GenerateAsync").ShouldAllBe(static name => IsOf(name, typeof(ModelGateway)));
    }

    [Fact]
    public void Tools_are_called_through_the_catalog_and_only_by_those_who_are_known()
    {
        CallSites.Of(typeof(ITool), nameof(ITool.InvokeAsync)).Except(["PinnedTools"]).ShouldBe(CallsTools.Keys.Order(StringComparer.Ordinal));
        CallSites.Of(typeof(ToolCatalog), nameof(ToolCatalog.InvokeAsync)).ShouldBe(UsesCatalog.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_step_has_a_label() => typeof(StepAction).Assembly.GetTypes()
        .Where(static t => t.IsSubclassOf(typeof(StepAction)) && !t.IsAbstract).Select(static t => t.Name).Order(StringComparer.Ordinal)
        .ShouldBe(StepKinds.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_of_content_is_read_or_said_not_to_be() => typeof(AIContent).Assembly.GetExportedTypes()
        .Where(static t => t.IsSubclassOf(typeof(AIContent)) && !t.IsAbstract
            && !t.CustomAttributes.Any(static a => a.AttributeType.Name == "ExperimentalAttribute"))
        .Select(static t => t.Name).Except(Contents.Keys).ShouldBeEmpty();

    [Fact]
    public async Task What_AddAxle_puts_together_has_every_guard()
    {
        var folder = Directory.CreateTempSubdirectory("axle-coverage-");
        var services = new ServiceCollection();
        services.AddSingleton(Axle.Models.Configuration.ModelOptions.None);
        services.AddAxle(axle => (axle.HomeDirectory, axle.ProjectDirectory) = (null, folder.FullName));
        await using (var host = services.BuildServiceProvider())
        {
            host.GetServices<IModelGuard>().Select(static g => g.GetType().Name).ShouldBe([nameof(InjectionGuard), "PseudonymGuard"]);
            var gateway = host.GetRequiredService<GatewayServices>();
            gateway.Guards.Count.ShouldBe(2);
            gateway.Gate.ShouldBeSameAs(host.GetRequiredService<IModelGate>());
            gateway.AnswerGuard.ShouldBeAssignableTo<IAnswerGuard>();
            host.GetRequiredService<IToolGate>().ShouldBeSameAs(host.GetRequiredService<IModelGate>());
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_tool_there_is_asks_the_gate_those_of_MCP_servers_too()
    {
        var folder = Directory.CreateTempSubdirectory("axle-coverage-");
        var policies = Directory.CreateDirectory(Path.Combine(folder.FullName, ".axle", "policies"));
        await File.WriteAllTextAsync(
            Path.Combine(policies.FullName, "none.yaml"), "policy: none\ndefault: deny\nrules:\n  - {id: never, when: {tool: no.such.tool}, then: allow}\n",
            TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        services.AddAxle(axle => (axle.HomeDirectory, axle.ProjectDirectory) = (null, folder.FullName));
        await using (var host = services.BuildServiceProvider())
        {
            var catalog = host.GetRequiredService<ToolCatalog>();
            var place = new ToolContext(folder.FullName, Apply: false, "key", TimeProvider.System);
            catalog.Tools.Count.ShouldBeGreaterThan(20);
            foreach (var tool in catalog.Tools)
            {
                var answer = await catalog.DecideAsync(
                    tool.Description.Name, System.Text.Json.JsonElement.Parse("{}"), place, TestContext.Current.CancellationToken);
                answer.Verdict.ShouldBe(ToolGateVerdict.Deny, tool.Description.Name);
            }
        }

        folder.Delete(recursive: true);
    }

    private static bool IsOf(string type, Type room) => CallSites.Rooms.Where(a => a.GetTypes().Any(t => t.Name == type)).All(a => a == room.Assembly);
}
