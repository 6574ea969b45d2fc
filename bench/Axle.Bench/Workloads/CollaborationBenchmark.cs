using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Axle.Agents.BuiltIn;
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
using Axle.Models.Providers;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;

namespace Axle.Bench.Workloads;

/// <summary>
/// What agents that work together cost beside one agent that reads the same pages, with a model that follows a script: questions, tokens and time. The price
/// only: a script knows no better and no worse answers.
/// </summary>
internal sealed class CollaborationBenchmark : IBenchmark
{
    private static readonly string[] Members = ["first", "second", "third"];
    private static readonly string PageText = string.Concat(Enumerable.Repeat("A line of a page that says what is so and what is not so. ", 70));

    public string Name => "agents-baseline";

    public string Purpose => "supervisor, debate and consensus beside one agent that reads the same: questions, tokens, time";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        using var folder = new ScratchFolder();
        var model = new ReadingModel();
        using var gateway = new ModelGateway(
            new ModelOptions([new ProviderOptions(ReadingModel.Name, ReadingModel.Name) { DefaultModel = "reading-1", Priority = 1 }]), [.. ProviderCatalog.All, model]);
        var book = new AgentBook(TimeProvider.System);
        var services = new AgentServices(
            new AgentRouter(new AgentRegistry(Members.Select(Reader)), book), new ToolCatalog([new PageTool()]), gateway, TimeProvider.System,
            new AgentDesk(book, new AgentKinds([])));
        await using var bench = BenchEngine.Open(folder["collaboration.db"], new StepHandlers(services));

        var rows = new List<Row>();
        foreach (var (name, inputs, pages) in Cases())
        {
            var together = await MeasureAsync(bench, model, folder[""], Library(name), inputs);
            var alone = await MeasureAsync(bench, model, folder[""], AgentWorkflow.Of(Members[0]), new { task = $"Read {pages} pages and say what they show.", context = (string?)null });
            together["timesTheTokens"] = (together["inputTokens"] + together["outputTokens"]) / (alone["inputTokens"] + alone["outputTokens"]);
            together["timesTheSeconds"] = together["seconds"] / alone["seconds"];
            rows.Add(new Row(name, together));
            rows.Add(new Row($"one agent, the same {pages} pages", alone));
        }

        return new Report(Name, rows);
    }

    private static IEnumerable<(string Name, object Inputs, int Pages)> Cases() =>
    [
        ("supervisor", new { goal = "Say what the pages show.", workers = Members }, 2 * ReadingModel.Parts),
        ("debate", new
        {
            question = "Read 2 pages: which way?",
            sides = (object[])[new { name = "one", position = "This way.", agent = "first" }, new { name = "other", position = "That way.", agent = "second" }],
        }, 4),
        ("consensus", new { question = "Read 2 pages: is it so?", members = Members }, 6),
    ];

    private static Workflow Library(string name) => WorkflowReader.Read(BuiltInLibrary.Read($"workflows/{name}.yaml"), $"{name}.yaml").Require();

    private static async Task<Figures> MeasureAsync(BenchEngine bench, ReadingModel model, string workspace, Workflow workflow, object inputs)
    {
        model.Reset();
        var began = Stopwatch.GetTimestamp();
        var handle = await bench.Engine.StartAsync(new StartRun(workflow)
        {
            Inputs = Payload.From(JsonSerializer.SerializeToElement(inputs)),
            Attributes = ImmutableDictionary<string, string>.Empty.Add(RunAttributes.Workspace, workspace),
        });
        var outcome = await handle.Completion;
        if (outcome.Status != RunStatus.Completed)
            throw new InvalidOperationException($"The run of '{workflow.Name}' is {outcome.Status}: {outcome.Error?.Message}");
        return new Figures
        {
            ["calls"] = model.Calls,
            ["inputTokens"] = model.InputTokens,
            ["outputTokens"] = model.OutputTokens,
            ["seconds"] = Stopwatch.GetElapsedTime(began).TotalSeconds,
        };
    }

    private static AgentDefinition Reader(string id) => new()
    {
        Id = id,
        Name = id,
        Description = "Reads pages.",
        Capabilities = [new AgentCapability("reading", 0.9, ["pages"])],
        Tools = ["page"],
        Actions = [],
        Instructions = "You read pages and say what they show.",
    };

    private sealed class PageTool : ITool
    {
        public ToolDescription Description { get; } = new(
            "page", "Gives a page.", JsonElement.Parse("""{"type":"object","properties":{"number":{"type":"integer"}},"required":["number"]}"""));

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(JsonSerializer.SerializeToElement(PageText));
    }
}
