using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Reasoning;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Agents.Standing;
using Axle.Bench.Measuring;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Tools.Contract;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>
/// 200 agents at work at once on one node: each asks a model four times and calls a tool in between three times, all of it durable on SQLite. The model takes
/// 200 ms for every answer, so nobody can be done in less than 800 ms.
/// </summary>
internal sealed class AgentsAtOnceBenchmark : IBenchmark
{
    private const int Agents = 200;
    private const int ToolCalls = 3;

    public string Name => "agents-at-once";

    public string Purpose => "200 agents at work at once, four questions and three tool calls each, beside what the model alone takes";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        var model = new SlowModel(ToolCalls);
        var options = new ModelOptions([new ProviderOptions(SlowModel.Name, SlowModel.Name) { DefaultModel = "slow-1", Priority = 1 }]);
        using var gateway = new ModelGateway(options, [.. Axle.Models.Providers.ProviderCatalog.All, model]);
        var services = new AgentServices(
            new AgentRouter(new AgentRegistry([Worker()])), new ToolCatalog([new EchoTool()]), gateway, TimeProvider.System,
            new AgentDesk(new AgentBook(TimeProvider.System), new AgentKinds([])));
        await using var bench = BenchEngine.Open(folder["agents.db"], new StepHandlers(services), stepConcurrency: 2 * Agents);
        await RoundAsync(bench, folder[""]);
        var repetitions = new List<Row>();
        for (var i = 1; i <= Math.Max(3, settings.Repetitions); i++)
            repetitions.Add(new Row($"round {i}", await RoundAsync(bench, folder[""])));
        return new Report(Name, Figures.MedianOf([.. repetitions.Select(static r => r.Figures)]), [Goal.Most("timesTheModel", 2)], repetitions);
    }

    private static async Task<Figures> RoundAsync(BenchEngine bench, string workspace)
    {
        var workflow = AgentWorkflow.Of("worker");
        var attributes = ImmutableDictionary<string, string>.Empty.Add(RunAttributes.Workspace, workspace);
        var inputs = Payload.From(JsonSerializer.SerializeToElement(new { task = "Echo three times.", context = (string?)null }));
        var load = await ClosedLoop.RunAsync(Agents, Agents, async _ =>
        {
            var handle = await bench.Engine.StartAsync(new StartRun(workflow) { Inputs = inputs, Attributes = attributes });
            var outcome = await handle.Completion;
            if (outcome.Status != RunStatus.Completed)
                throw new InvalidOperationException($"An agent's run is {outcome.Status}: {outcome.Error?.Message}");
        });
        var least = SlowModel.Latency.TotalSeconds * (ToolCalls + 1);
        var figures = new Figures
        {
            ["seconds"] = load.Seconds,
            ["timesTheModel"] = load.Seconds / least,
            ["turnsPerSecond"] = Agents * (ToolCalls + 1) / load.Seconds,
            ["p50Ms"] = load.P50Ms,
            ["p99Ms"] = load.P99Ms,
            ["allocatedKbPerAgent"] = load.AllocatedBytes / 1024.0 / Agents,
        };
        foreach (var (name, value) in load.Cpu)
            figures[name] = value;
        return figures;
    }

    private static AgentDefinition Worker() => new()
    {
        Id = "worker",
        Name = "Worker",
        Description = "Echoes.",
        Capabilities = [new AgentCapability("echo", 0.9, ["echo"])],
        Tools = ["echo"],
        Actions = [],
        Instructions = "You echo.",
    };

    private sealed class EchoTool : ITool
    {
        public ToolDescription Description { get; } = new(
            "echo", "Gives back what it is given.", JsonElement.Parse("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}"""));

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(arguments);
    }
}
