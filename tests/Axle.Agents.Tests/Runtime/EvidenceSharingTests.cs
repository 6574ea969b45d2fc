using System.Text.Json;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;

namespace Axle.Agents.Tests.Runtime;

public sealed class EvidenceSharingTests
{
    private static readonly AgentAction Look = new("inspector", "look-around");

    [Fact(Timeout = 600_000)]
    public async Task Two_steps_of_a_run_that_ask_the_same_share_the_work()
    {
        var one = ScriptedTool.Returning("test.one", "{}");
        using var stage = new Stage(Samples.Inspector, [one, ScriptedTool.Returning("test.two", "{}")]);

        await stage.RunAsync(Stage.Context(Look, key: "a"));
        await stage.RunAsync(Stage.Context(Look, key: "b"));
        await stage.RunAsync(Stage.Context(Look, """{"depth":5}""", "c"));
        await stage.RunAsync(Stage.Context(Look, key: "d") with { RunId = new RunId("run-2") });

        // Shared by a and b; asked otherwise by c; another run is d.
        one.Calls.ShouldBe(3);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_deed_in_the_outside_world_makes_evidence_old()
    {
        var one = ScriptedTool.Returning("test.one", "{}");
        using var stage = new Stage(Samples.Inspector, [one, ScriptedTool.Returning("test.two", "{}"), ScriptedTool.Returning("test.deploy", "{}", ToolEffect.World)]);
        var ship = Stage.Context(new AgentAction("inspector", "ship-it"));

        await stage.RunAsync(Stage.Context(Look));
        await stage.RunAsync(ship with { Attributes = ship.Attributes.Add("apply", "true") });
        await stage.RunAsync(Stage.Context(Look));

        one.Calls.ShouldBe(2);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_failure_is_not_kept()
    {
        var fails = true;
        var one = new ScriptedTool("test.one", (_, _, _) => fails ? throw new AxleException(ErrorKind.Tool, "once") : Task.FromResult(JsonElement.Parse("{}")));
        using var stage = new Stage(Samples.Inspector, [one, ScriptedTool.Returning("test.two", "{}")]);

        await stage.RunAsync(Stage.Context(Look));
        fails = false;
        var (output, _) = await stage.RunAsync(Stage.Context(Look));

        output.TryGetProperty("evidenceFailed", out _).ShouldBeFalse();
    }

    [Fact(Timeout = 600_000)]
    public async Task A_step_that_shared_the_work_of_a_cancelled_one_does_it_itself()
    {
        using var cancellation = new CancellationTokenSource();
        var reached = new TaskCompletionSource();
        var calls = 0;
        var one = new ScriptedTool("test.one", async (_, _, token) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return JsonElement.Parse("{}");
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return default;
        });
        using var stage = new Stage(Samples.Inspector, [one, ScriptedTool.Returning("test.two", "{}")]);

        var first = stage.StartAsync(Stage.Context(Look, key: "a"), cancellation.Token).AsTask();
        await reached.Task;
        var second = stage.StartAsync(Stage.Context(Look, key: "b"), TestContext.Current.CancellationToken).AsTask();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).Output.Value.GetProperty("evidence").TryGetProperty("test.one", out _).ShouldBeTrue();
    }

    [Fact(Timeout = 600_000)]
    public async Task What_one_agent_of_a_run_was_given_is_not_for_another_that_a_policy_denies_it()
    {
        var one = ScriptedTool.Returning("test.one", """{"secret":"told"}""");
        var catalog = new ToolCatalog([one, ScriptedTool.Returning("test.two", "{}"), ScriptedTool.Returning("test.deploy", "{}")], gate: new OnlyFor("inspector"));
        var other = Stage.Agent(Samples.Inspector.Replace("id: inspector", "id: visitor", StringComparison.Ordinal));
        using var stage = new Stage(catalog, [Stage.Agent(Samples.Inspector), other], null);

        var (allowed, _) = await stage.RunAsync(Stage.Context(new AgentAction("inspector", "look-around")));
        var (denied, _) = await stage.RunAsync(Stage.Context(new AgentAction("visitor", "look-around")));

        one.Calls.ShouldBe(1);
        allowed.GetRawText().ShouldContain("told");
        denied.GetRawText().ShouldNotContain("told");
    }

    private sealed class OnlyFor(string agent) : IToolGate
    {
        public ValueTask<ToolGateAnswer> DecideAsync(ToolGateCall call, CancellationToken cancellationToken) => ValueTask.FromResult(
            call.Tool.Name == "test.one" && call.Context.Caller.Agent != agent
                ? new ToolGateAnswer(ToolGateVerdict.Deny, "It is not for you.")
                : new ToolGateAnswer(ToolGateVerdict.Allow, ""));
    }
}
