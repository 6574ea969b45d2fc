using System.Collections.Immutable;
using Axle.Agents.BuiltIn;
using Axle.Agents.Runtime;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Delivery;

/// <summary>The delivery workflows with <c>--apply</c>: what is done, in which order, and how it is taken back. The steps' work is scripted.</summary>
public sealed class PipelineTests
{
    private const string UndoStep = "/compensate/undo";
    private readonly ScriptedHandler _work = new();

    [Fact]
    public void A_closed_gate_lets_nothing_out_and_says_why()
    {
        _work.Returns("scan", new { counts = new { critical = 1, high = 2 } });
        var run = Start("ci-cd-pipeline", apply: true).ShouldBe(RunStatus.Failed);

        run.State.Error!.Message.ShouldContain("1 critical and 2 high findings");
        Done("release").ShouldBeEmpty();
    }

    [Fact]
    public void Tests_that_failed_close_the_gate_although_their_step_has_a_result()
    {
        _work.Returns("test", new { evidenceFailed = new[] { new { tool = "delivery.plan", kind = "tool", message = "exit code 1" } } });
        Start("ci-cd-pipeline", apply: true).ShouldBe(RunStatus.Failed);
        Done("release").ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_goes_on_behind_a_closed_gate_and_asks_nobody()
    {
        _work.Returns("scan", new { counts = new { critical = 1, high = 0 } });
        var run = Start("ci-cd-pipeline", apply: false).ShouldBe(RunStatus.Completed);

        run.State.Outputs!.Value.GetProperty("passed").GetBoolean().ShouldBeFalse();
        Done("release").ShouldBe(["package", "staging", "smoke", "production", "verify"]);
    }

    [Fact]
    public void Production_waits_for_a_person_and_a_no_takes_staging_back()
    {
        var run = Start("ci-cd-pipeline", apply: true).ShouldWaitAt("release/agree");
        Done("release").ShouldBe(["package", "staging", "smoke"]);
        run.Reject("release/agree", "not on a Friday").ShouldBe(RunStatus.Failed);

        Done("release").ShouldBe(["package", "staging", "smoke", "staging-begins/compensate/undo"]);
    }

    [Fact]
    public void A_production_that_does_not_answer_is_rolled_back_once()
    {
        _work.Fails("release/verify", ErrorKind.Tool);
        Start("ci-cd-pipeline", apply: true).Approve("release/agree").Pass(TimeSpan.FromMinutes(5)).ShouldBe(RunStatus.Failed);
        Undone("release").ShouldBe(["production-begins"]);
    }

    [Fact]
    public void A_deployment_that_fails_half_way_is_rolled_back_too()
    {
        _work.Fails("release/staging", ErrorKind.Tool);
        Start("ci-cd-pipeline", apply: true).Pass(TimeSpan.FromMinutes(5)).ShouldBe(RunStatus.Failed);
        Undone("release").ShouldBe(["staging-begins"]);
    }

    [Fact]
    public void A_service_gets_traffic_in_stages_each_watched()
    {
        var run = Deploy().Pass(TimeSpan.FromHours(1)).ShouldBe(RunStatus.Completed);

        run.State.Outputs!.Value.GetProperty("share").GetInt32().ShouldBe(100);
        Commands().ShouldBe(
            ["deploy/health", "deploy/traffic 5", "deploy/health", "deploy/health", "deploy/traffic 100", "deploy/health", "deploy/health"]);
    }

    [Fact]
    public void When_a_stage_is_not_healthy_traffic_goes_back_first_and_then_the_deployment()
    {
        _work.Fails("rollout/canary[1]/watch[0]/healthy", ErrorKind.Tool);
        Deploy().Pass(TimeSpan.FromHours(1)).ShouldBe(RunStatus.Failed);

        Commands().Distinct().ShouldBe(["deploy/health", "deploy/traffic 5", "deploy/traffic 100", "deploy/traffic 0"]);
        Undone("rollout").ShouldBe(["traffic-begins", "deploy-begins"]);
    }

    [Fact]
    public void Nothing_is_deployed_beside_a_service_that_is_ill()
    {
        _work.Fails("before", ErrorKind.Tool);
        Start("microservice-deployment", apply: true).Pass(TimeSpan.FromMinutes(5)).ShouldBe(RunStatus.Failed);
        Done("rollout").ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_of_a_deployment_runs_no_command()
    {
        Start("microservice-deployment", apply: false).ShouldBe(RunStatus.Completed);
        Commands().ShouldBeEmpty();
    }

    private TestRun Deploy() =>
        Start("microservice-deployment", apply: true, """{"stages":[5,100],"probes":2}""").ShouldWaitAt("rollout/agree").Approve("rollout/agree");

    private TestRun Start(string name, bool apply, string inputs = "{}") => new WorkflowTestHost(_work).Start(
        new StartRun(WorkflowReader.Read(BuiltInLibrary.Read($"workflows/{name}.yaml"), $"{name}.yaml").Require())
        {
            Inputs = Payload.From(System.Text.Json.JsonElement.Parse(inputs)),
            Attributes = apply ? ImmutableDictionary<string, string>.Empty.Add(RunAttributes.Apply, "true") : [],
        });

    /// <summary>Steps below a saga whose work was begun, once each, in order.</summary>
    private string[] Done(string saga) => [.. _work.Calls.Where(c => c.Path.StartsWith(saga + "/", StringComparison.Ordinal))
        .Select(c => Below(c.Path, saga)).Distinct()];

    private string[] Undone(string saga) =>
        [.. Done(saga).Where(static p => p.EndsWith(UndoStep, StringComparison.Ordinal)).Select(static p => p[..^UndoStep.Length])];

    private static string Below(string path, string saga) => path[(saga.Length + 1)..];

    private string[] Commands() => [.. _work.Calls.Where(static c => c.Action is RunAction).Select(static c =>
        string.Join(' ', c.Input.Value.GetProperty("command").EnumerateArray().Select(static a => a.ToString())))];
}
