using Axle.Cli.Tests.Support;
using Axle.Library;
using Axle.Workflows.Definition.Reading;

namespace Axle.Cli.Tests.Library;

public sealed class ProjectWorkflowsTests
{
    [Fact]
    public async Task Workflows_of_the_project_are_used_by_name_version_and_path()
    {
        using var bench = new Workbench();
        bench.Write(".axle/workflows/lint.yaml", $"name: lint\nversion: 1.9.0\nsteps:\n  - {Flows.Step("old")}\n");
        bench.Write(".axle/workflows/lint-new.yaml", $"name: lint\nversion: 1.10.0\nsteps:\n  - {Flows.Step("new")}\n");
        bench.Write("parts/near.yaml", $"name: near\nsteps:\n  - {{key: further, uses: ./deeper/far.yaml}}\n");
        bench.Write("parts/deeper/far.yaml", $"name: far\nsteps:\n  - {Flows.Step("far")}\n");
        bench.Write("all.yaml", "name: all\nsteps:\n  - {key: a, uses: lint}\n  - {key: b, uses: lint@1.9.0}\n  - {key: c, uses: ./parts/near.yaml}\n");
        var answer = await bench.RunAsync("workflow", "execute", "all.yaml");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Error);
        (bench.Steps.Calls("old"), bench.Steps.Calls("new"), bench.Steps.Calls("far")).ShouldBe((1, 1, 1));
        answer.Output.ShouldContain("c/further/far: completed");
    }

    [Fact]
    public async Task A_workflow_that_is_not_there_is_told_before_anything_starts()
    {
        using var bench = new Workbench();
        bench.Write("all.yaml", "name: all\nsteps:\n  - {key: a, uses: ./missing.yaml}\n");
        var answer = await bench.RunAsync("workflow", "execute", "all.yaml");
        answer.Code.ShouldBe(ExitCodes.NotFound);
        answer.Error.ShouldContain("'./missing.yaml'");
        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_workflow_of_the_project_is_executed_by_its_name()
    {
        using var bench = new Workbench();
        bench.Write(".axle/workflows/lint.yaml", $"name: lint\nsteps:\n  - {Flows.Step("one")}\n");
        (await bench.RunAsync("workflow", "execute", "lint")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "execute", "lnt")).Error.ShouldContain("Did you mean 'lint'?");
    }

    [Fact]
    public void Workflows_that_a_host_adds_come_first()
    {
        using var bench = new Workbench();
        bench.Write(".axle/workflows/mine.yaml", $"name: mine\nsteps:\n  - {Flows.Step("file")}\n");
        var added = WorkflowReader.Read($"name: other\nsteps:\n  - {Flows.Step("host")}\n", "other.yaml").Require();
        var workflows = new ProjectWorkflows(bench.Directory, [added]);
        workflows.Find("other", added).ShouldBeSameAs(added);
        workflows.Find("mine", added)!.Steps[0].Key.ShouldBe("file");
        workflows.Find("nothing", added).ShouldBeNull();
        workflows.Names.ShouldContain("code-review");
    }
}
