using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Tests.Runtime;

public sealed class WorldActionTests
{
    private static readonly AgentAction Ship = new("inspector", "ship-it");

    [Fact]
    public async Task Without_apply_it_only_plans_and_says_so()
    {
        var deploy = Deploy();
        using var stage = new Stage(Samples.Inspector, [deploy]);

        var (output, decisions) = await stage.RunAsync(Stage.Context(Ship));

        deploy.LastContext!.Apply.ShouldBeFalse();
        output.GetProperty("applied").GetBoolean().ShouldBeFalse();
        decisions.Single(decision => decision.Kind == "planned-only").Summary.ShouldBe("'ship-it' was planned only; run with --apply to carry it out.");
    }

    [Fact]
    public async Task With_apply_it_acts_once_however_often_the_model_is_asked()
    {
        var deploy = Deploy();
        using var stage = new Stage(Samples.Inspector, [deploy]);

        var deed = await stage.StartAsync(Applying(Ship), TestContext.Current.CancellationToken);
        var afterwards = Applying(Ship) with { Turns = [new StepTurn(deed.Output, null)] };
        await stage.RunAsync(afterwards);
        var (output, decisions) = await stage.RunAsync(afterwards with { Attempt = 2 });

        deed.Next.ShouldNotBeNull();
        deploy.Calls.ShouldBe(1);
        deploy.LastContext!.Apply.ShouldBeTrue();
        output.GetProperty("applied").GetBoolean().ShouldBeTrue();
        decisions.ShouldNotContain(decision => decision.Kind == "planned-only");
    }

    [Fact]
    public async Task A_deed_that_found_nothing_to_do_was_not_applied()
    {
        using var stage = new Stage(Samples.Inspector, [ScriptedTool.Returning("test.deploy", """{"applied":false}""", ToolEffect.World)]);

        var (output, _) = await stage.RunAsync(Applying(Ship));

        output.GetProperty("applied").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task An_action_that_only_looks_may_not_act_even_with_apply()
    {
        var one = ScriptedTool.Returning("test.one", "{}");
        using var stage = new Stage(Samples.Inspector, [one, ScriptedTool.Returning("test.two", "{}")]);

        await stage.RunAsync(Applying(new AgentAction("inspector", "look-around")));

        one.LastContext!.Apply.ShouldBeFalse();
    }

    [Fact]
    public async Task A_deed_that_failed_fails_the_step()
    {
        using var stage = new Stage(Samples.Inspector, [ScriptedTool.Failing("test.deploy", ErrorKind.Tool, "no such cluster", ToolEffect.World)]);

        (await stage.FailAsync(Applying(Ship))).Message.ShouldContain("no such cluster");
    }

    [Theory]
    [InlineData(false, ErrorKind.Failed)]
    [InlineData(true, ErrorKind.Network)]
    public async Task A_deed_that_means_harm_twice_is_not_tried_again(bool idempotent, ErrorKind kind)
    {
        var deploy = new ScriptedTool("test.deploy", (_, _, _) => throw new AxleException(ErrorKind.Network, "gone"), ToolEffect.World) { Idempotent = idempotent };
        using var stage = new Stage(Samples.Inspector, [deploy]);

        (await stage.FailAsync(Applying(Ship))).Kind.ShouldBe(kind);
        (await stage.FailAsync(Applying(new ToolAction("test.deploy")))).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task A_tool_step_with_effects_only_plans_without_apply()
    {
        var deploy = Deploy();
        using var stage = new Stage(Samples.Inspector, [deploy]);

        var (output, decisions) = await stage.RunAsync(Stage.Context(new ToolAction("test.deploy"), """{"x":1}"""));

        output.GetProperty("plan").GetString().ShouldBe("P");
        deploy.LastContext!.Apply.ShouldBeFalse();
        decisions.Single().Kind.ShouldBe("planned-only");
    }

    private static ScriptedTool Deploy() => ScriptedTool.Returning("test.deploy", """{"plan":"P"}""", ToolEffect.World);

    private static StepContext Applying(StepAction action)
    {
        var context = Stage.Context(action);
        return context with { Attributes = context.Attributes.Add("apply", "true") };
    }
}
