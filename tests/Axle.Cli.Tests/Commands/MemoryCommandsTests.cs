using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class MemoryCommandsTests
{
    [Fact]
    public async Task A_person_decides_what_was_proposed()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("memory", "list")).Error.ShouldContain("No notes.");
        File.Exists(bench.DatabasePath).ShouldBeFalse();
        var first = await bench.RunAsync("memory", "write", "board", "A", "--on-conflict", "ask");
        first.Code.ShouldBe(ExitCodes.Success, first.Error);
        first.Output.ShouldBe("board: written as version 1; its value is now \"A\"\n");
        (await bench.RunAsync("memory", "write", "board", "B")).Code.ShouldBe(ExitCodes.Conflict);

        var shown = await bench.RunAsync("memory", "show", "board");
        shown.Output.ShouldStartWith("\"A\"");
        shown.Output.ShouldContain("proposed");
        shown.Error.ShouldContain("'ax memory write board VALUE --based-on 2' decides");
        (await bench.RunAsync("memory", "list", "--json")).Json.GetProperty("notes")[0].GetProperty("proposals").GetInt32().ShouldBe(1);

        var decided = (await bench.RunAsync("memory", "write", "board", """{"b":1}""", "--based-on", "2", "--json")).Json;
        decided.GetProperty("value").GetProperty("b").GetInt32().ShouldBe(1);
        decided.GetProperty("history").GetArrayLength().ShouldBe(3);
        decided.GetProperty("history")[0].GetProperty("author").GetString().ShouldBe("ax");
    }

    [Fact]
    public async Task Notes_of_a_run_are_its_own()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("memory", "write", "board", "1", "--run", "latest")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("memory", "show", "board", "--run", "latest")).Output.ShouldStartWith("1");
        (await bench.RunAsync("memory", "show", "board")).Code.ShouldBe(ExitCodes.NotFound);
    }
}
