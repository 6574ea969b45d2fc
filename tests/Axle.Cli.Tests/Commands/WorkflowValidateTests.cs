using Axle.Cli.Tests.Support;
using Axle.Library;

namespace Axle.Cli.Tests.Commands;

public sealed class WorkflowValidateTests
{
    [Fact]
    public async Task A_valid_file_shows_levels_and_who_does_each_step()
    {
        using var bench = new Workbench();
        bench.Write("a.yaml", """
            name: a
            steps:
              - {key: first, agent: architecture, action: review-architecture}
              - {key: second, action: scan-vulnerabilities, dependsOn: [first]}
            """);
        var text = await bench.RunAsync("workflow", "validate", "a.yaml");
        text.Code.ShouldBe(ExitCodes.Success);
        text.Output.ShouldContain("a is valid, 2 steps in 2 levels");
        text.Output.ShouldContain("architect/review-architecture");

        var json = (await bench.RunAsync("workflow", "validate", "a.yaml", "--json")).Json;
        json.GetProperty("valid").GetBoolean().ShouldBeTrue();
        var file = json.GetProperty("files")[0];
        file.GetProperty("levels")[1][0].GetString().ShouldBe("second");
        file.GetProperty("steps")[1].GetProperty("agent").GetString().ShouldBe("security");
        file.GetProperty("steps")[1].GetProperty("confidence").GetDouble().ShouldBeLessThan(1);
    }

    [Fact]
    public async Task Every_fault_of_every_file_is_told_at_once()
    {
        using var bench = new Workbench();
        bench.Write("good.yaml", Workbench.ThreeSteps);
        bench.Write("bad.yaml", """
            name: bad
            stepz: []
            steps:
              - {key: one, agent: quality, action: lint-codebase, dependsOn: [twoo]}
              - {key: two, agent: quality, action: lint-codebase, retries: 3}
            """);
        var answer = await bench.RunAsync("workflow", "validate", "good.yaml", "bad.yaml");
        answer.Code.ShouldBe(ExitCodes.Invalid);
        answer.Output.ShouldContain("good.yaml: three 1.2.0 is valid");
        answer.Output.ShouldContain("bad.yaml(2,1)");
        answer.Output.ShouldContain("Did you mean 'two'?");
        answer.Output.ShouldContain("bad.yaml(5,");
        var json = (await bench.RunAsync("workflow", "validate", "bad.yaml", "--json")).Json;
        json.GetProperty("files")[0].GetProperty("faults").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task An_agent_that_nobody_can_be_makes_a_file_invalid()
    {
        using var bench = new Workbench();
        bench.Write("a.yaml", """
            name: a
            steps:
              - {key: first, agent: quality, action: xyzzy-plugh}
            """);
        var answer = await bench.RunAsync("workflow", "validate", "a.yaml");
        answer.Code.ShouldBe(ExitCodes.Invalid);
        answer.Output.ShouldContain("error: step 'first'");
        (await bench.RunAsync("workflow", "execute", "a.yaml")).Code.ShouldBe(ExitCodes.Invalid);
        File.Exists(bench.DatabasePath).ShouldBeFalse();
    }

    [Fact]
    public async Task The_library_is_valid_by_name()
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync(["workflow", "validate", .. ProjectWorkflows.BuiltIn]);
        answer.Output.ShouldNotContain("error:");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Output + answer.Error);
    }

    [Theory]
    [InlineData("nowhere.yaml", "There is no file 'nowhere.yaml'")]
    [InlineData("code-reviw", "Did you mean 'code-review'?")]
    [InlineData(".", "is a directory")]
    public async Task What_is_not_there_is_told_with_a_way_out(string name, string message)
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("workflow", "validate", name);
        answer.Code.ShouldBe(ExitCodes.NotFound);
        answer.Error.ShouldContain(message);
    }
}
