using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class ApprovalCommandsTests
{
    [Fact]
    public async Task Open_questions_are_listed_and_shown()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("approval", "list")).Error.ShouldContain("No run waits");
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Asking, "deploy: waits for Ada's approval: Deploy to production?");
        (await bench.RunAsync("approval", "list")).Output.ShouldContain("Deploy to production?");
        var open = (await bench.RunAsync("approval", "list", "--assignee", "ada", "--json")).Json.GetProperty("approvals");
        open[0].GetProperty("step").GetString().ShouldBe("deploy");
        (await bench.RunAsync("approval", "list", "--assignee", "bob", "--json")).Json.GetProperty("approvals").GetArrayLength().ShouldBe(0);
        var shown = await bench.RunAsync("approval", "show", "r1");
        shown.Output.ShouldContain("replicas   yes         3");
        shown.Output.ShouldContain("region     no");
        (await bench.RunAsync("approval", "show", "r1", "other")).Error.ShouldContain("Name one of: deploy");
        (await bench.RunAsync("workflow", "status", "r1")).Output.ShouldContain("ax approval approve r1 deploy");
    }

    [Fact]
    public async Task Yes_with_changed_parameters_goes_on_with_them()
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Asking, "deploy: waits");
        var yes = await bench.RunAsync("approval", "approve", "r1", "--set", "replicas=2", "--comment", "start small");
        yes.Code.ShouldBe(ExitCodes.Success, yes.Error);
        yes.Output.ShouldContain("Approved by");
        bench.Steps.Last!.Input.ToString().ShouldBe("""{"replicas":2}""");
        (await bench.RunAsync("approval", "approve", "r1")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Theory]
    [InlineData("region=2", "may not be changed")]
    [InlineData("replicas=9", "replicas")]
    public async Task An_answer_that_does_not_fit_is_ignored_and_the_reason_told(string change, string why)
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Asking, "deploy: waits");
        var answer = await bench.RunAsync("approval", "approve", "r1", "deploy", "--set", change);
        answer.Code.ShouldBe(ExitCodes.Invalid, answer.Output);
        answer.Error.ShouldContain("ignored the signal 'answer'");
        answer.Error.ShouldContain(why);
        (await bench.RunAsync("approval", "list", "--json")).Json.GetProperty("approvals").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task No_fails_the_step_and_names_who_and_why()
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Asking, "deploy: waits");
        (await bench.RunAsync("approval", "reject", "r1")).Code.ShouldBe(ExitCodes.Usage);
        var no = await bench.RunAsync("approval", "reject", "r1", "--comment", "not before Monday", "--json");
        no.Code.ShouldBe(ExitCodes.Success, no.Output);
        no.Json.GetProperty("status").GetString().ShouldBe("failed");
        var status = (await bench.RunAsync("workflow", "status", "r1", "--json")).Json;
        status.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("not before Monday");
        bench.Steps.Calls("ship").ShouldBe(0);
    }
}
