using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Agents.Standing;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Support;

/// <summary>Handlers over one agent, scripted tools and a scripted model (the offline provider without one).</summary>
internal sealed class Stage : IDisposable
{
    private readonly ModelGateway _models;
    private readonly StepHandlers _handlers;

    public Stage(string agentFile, ScriptedTool[] tools, ScriptedProvider? model = null)
        : this([Agent(agentFile)], tools, model)
    {
    }

    public Stage(
        IEnumerable<AgentDefinition> agents, IEnumerable<ITool> tools, ScriptedProvider? model = null, params IEnumerable<IAgent> classes)
        : this(new ToolCatalog(tools), agents, model, classes)
    {
    }

    public Stage(ToolCatalog catalog, IEnumerable<AgentDefinition> agents, ScriptedProvider? model, params IEnumerable<IAgent> classes)
    {
        var scripted = new ProviderOptions(ScriptedProvider.Name, ScriptedProvider.Name)
        {
            DefaultModel = "script-1",
            Priority = 1,
            InputPrice = 1000,
            OutputPrice = 1000,
        };
        var options = model is null ? ModelOptions.None : new ModelOptions([scripted]) { Budgets = BudgetOptions.None };
        _models = new ModelGateway(options, model is null ? ProviderCatalog.All : [.. ProviderCatalog.All, model]);
        var (coded, book) = (new CodedAgents(classes), new AgentBook(TimeProvider.System));
        var desk = new AgentDesk(book, new AgentKinds([coded, new ToolAgents(catalog)]));
        Services = new AgentServices(new AgentRouter(new AgentRegistry(coded.Over(agents)), book), catalog, _models, TimeProvider.System, desk);
        _handlers = new StepHandlers(Services);
    }

    public AgentServices Services { get; }

    public static AgentDefinition Agent(string file)
    {
        var reading = AgentFile.Read("test.md", file);
        reading.Faults.ShouldBeEmpty();
        return reading.Agent!;
    }

    public static StepContext Context(StepAction action, string input = "{}", string key = "step") => new()
    {
        RunId = new RunId("run-1"),
        Workflow = "test",
        Path = key,
        Key = key,
        Attempt = 1,
        Action = action,
        Input = Payload.From(JsonElement.Parse(input)),
        IdempotencyKey = "run-1/" + key,
        Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", Path.GetTempPath()),
        Ended = [],
        Upstream = [],
    };

    public static StepRecord Ended(string key, string output, params StepDecision[] decisions) => new()
    {
        Path = key,
        Kind = "agent",
        Does = $"someone/{key}",
        Status = StepStatus.Completed,
        Attempts = 1,
        Level = 0,
        DependsOn = [],
        StartedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(2),
        Output = Payload.From(JsonElement.Parse(output)),
        Decisions = [.. decisions],
    };

    public async Task<(JsonElement Output, ImmutableArray<StepDecision> Decisions)> RunAsync(StepContext context)
    {
        var result = await _handlers.ExecuteAsync(context, TestContext.Current.CancellationToken);
        return (result.Output.Value, result.Decisions);
    }

    public async Task<AxleError> FailAsync(StepContext context) =>
        (await Should.ThrowAsync<AxleException>(async () => await RunAsync(context))).Error;

    public ValueTask<StepResult> StartAsync(StepContext context, CancellationToken cancellationToken) => _handlers.ExecuteAsync(context, cancellationToken);

    public void Dispose() => _models.Dispose();
}
