using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.BuiltIn;
using Axle.Agents.Kinds;
using Axle.Agents.Library;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Agents.Standing;
using Axle.Agents.Tests.Support;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Tools.Contract;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Runtime;

/// <summary>Workflows of the library, with the real engine in memory, the real tools and no model, on a small project.</summary>
public sealed class WholeRunTests : IDisposable
{
    private readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("axle-run-");

    public static TheoryData<string> Names => [.. BuiltInLibrary.Names("workflows", ".yaml")];

    public WholeRunTests()
    {
        Directory.CreateDirectory(Path.Combine(_workspace.FullName, "src"));
        File.WriteAllText(Path.Combine(_workspace.FullName, "README.md"), "# Small project\n\nIt runs programs.\n");
        File.WriteAllText(
            Path.Combine(_workspace.FullName, "src", "run.py"),
            "import subprocess\n\n\ndef run(command):\n    return subprocess.call(command, shell=True)\n\n\ndef other(text):\n    return eval(text)\n");
        File.WriteAllText(
            Path.Combine(_workspace.FullName, "src", "App.cs"),
            "namespace App;\n\npublic class Runner\n{\n    public async void Start()\n    {\n        await System.Threading.Tasks.Task.Yield();\n    }\n}\n");
    }

    [Fact]
    public async Task The_review_that_a_user_brought_runs_unchanged_and_writes_its_reports()
    {
        var outcome = await RunAsync("comprehensive-code-review");

        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        var steps = outcome.Steps.ToDictionary(step => step.Path);
        var routed = steps["architecture-review"].Decisions.Single(decision => decision.Kind == "agent-routed");
        routed.Data!.Value.GetProperty("agent").GetString().ShouldBe("architect");
        steps["generate-report"].Decisions.Single(decision => decision.Kind == "provider-fallback").Data!.Value.GetProperty("requested").GetString().ShouldBe("claude");
        steps["security-scan"].Output!.Value.GetProperty("counts").GetProperty("total").GetInt32().ShouldBeGreaterThan(0);
        var reports = steps["generate-report"].Output!.Value.GetProperty("reports");
        foreach (var report in reports.EnumerateObject())
            File.Exists(Path.Combine(_workspace.FullName, report.Value.GetString()!)).ShouldBeTrue(report.Name);
    }

    [Fact]
    public async Task The_whole_review_completes_offline_and_tells_what_it_found()
    {
        var outcome = await RunAsync("code-review");

        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        outcome.Steps.Where(step => step.Status is not StepStatus.Completed)
            .Select(step => $"{step.Path}: {step.SkipReason ?? step.Error?.Message}").ShouldBeEmpty();
        var outputs = outcome.Outputs!.Value;
        outputs.GetProperty("summary").GetString().ShouldNotBeNullOrWhiteSpace();
        outputs.GetProperty("counts").GetProperty("total").GetInt32().ShouldBeGreaterThan(0);
        outputs.GetProperty("reports").EnumerateObject().Count().ShouldBe(3);
    }

    [Fact]
    public async Task The_deployment_that_a_user_brought_only_plans()
    {
        var outcome = await RunAsync("deploy-microservice");

        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        foreach (var step in outcome.Steps.Where(step => step.Path != "security-scan"))
        {
            step.Output!.Value.GetProperty("applied").GetBoolean().ShouldBeFalse();
            step.Decisions.ShouldContain(decision => decision.Kind == "planned-only", step.Path);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_workflow_of_the_library_completes_without_a_model_and_changes_nothing(string name)
    {
        var outcome = await RunAsync(name);

        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        foreach (var step in outcome.Steps)
        {
            step.Status.ShouldBeOneOf(StepStatus.Completed, StepStatus.Skipped);
            if (step.Output is { IsResolved: true, Value: { ValueKind: JsonValueKind.Object } output } && output.TryGetProperty("applied", out var applied))
                applied.GetBoolean().ShouldBeFalse(step.Path);
        }
    }

    public void Dispose() => _workspace.Delete(recursive: true);

    private async Task<RunOutcome> RunAsync(string name)
    {
        var workflow = WorkflowReader.Read(BuiltInLibrary.Read($"workflows/{name}.yaml"), $"{name}.yaml").Require();
        using var models = new ModelGateway(ModelOptions.None);
        var services = new AgentServices(
            new AgentRouter(new AgentRegistry(AgentLibrary.BuiltIn().Agents)), new ToolCatalog(RealTools.All), models, TimeProvider.System,
            new AgentDesk(new AgentBook(TimeProvider.System), new AgentKinds([])));
        using var store = new MemoryRunStore(new MemoryDisk(), "test");
        await using var engine = new WorkflowEngine(store, new PriorityWorkQueue(), new StepHandlers(services), new DefinitionLoader(), TimeProvider.System);
        var run = await engine.StartAsync(
            new StartRun(workflow) { Attributes = ImmutableDictionary<string, string>.Empty.Add(RunAttributes.Workspace, _workspace.FullName) },
            TestContext.Current.CancellationToken);
        return await run.Completion.WaitAsync(TestContext.Current.CancellationToken);
    }
}
