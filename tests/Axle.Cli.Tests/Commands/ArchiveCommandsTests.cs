using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class ArchiveCommandsTests
{
    [Theory]
    [InlineData("r1.axle.jsonl")]
    [InlineData("r1.axle.jsonl.gz")]
    public async Task A_run_is_exported_and_brought_back_with_its_history(string file)
    {
        using var bench = await ExecutedAsync();
        var export = await bench.RunAsync("workflow", "export", "r1", "--out", file, "--json");
        export.Code.ShouldBe(ExitCodes.Success, export.Output);
        (await bench.RunAsync("workflow", "export", "r1", "--out", file)).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("workflow", "export", "r1", "--out", file, "--force")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "import", file)).Error.ShouldContain("There is a run r1 already");
        var import = await bench.RunAsync("workflow", "import", file, "--as", "r2");
        import.Code.ShouldBe(ExitCodes.Success, import.Error);
        (await bench.RunAsync("workflow", "status", "r2", "--json")).Json.GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task A_file_that_was_changed_is_refused()
    {
        using var bench = await ExecutedAsync();
        await bench.RunAsync("workflow", "export", "r1");
        var path = Path.Combine(bench.Directory, "r1.axle.jsonl");
        File.WriteAllText(path, File.ReadAllText(path).Replace("hello", "hullo", StringComparison.Ordinal));
        var import = await bench.RunAsync("workflow", "import", "r1.axle.jsonl", "--as", "r2");
        import.Code.ShouldNotBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "status", "r2")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("workflow", "import", "nothing")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task Runs_are_removed_one_by_one_or_by_age()
    {
        using var bench = await ExecutedAsync();
        (await bench.RunAsync("workflow", "prune", "--older-than", "1h")).Error.ShouldContain("No run is that old.");
        (await bench.RunAsync("workflow", "prune", "--older-than", "soon")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("workflow", "delete", "r1")).Output.ShouldContain("Run r1 is removed.");
        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(0);
        (await bench.RunAsync("workflow", "delete", "r1")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Fact]
    public async Task A_run_that_goes_on_is_not_removed()
    {
        using var bench = new Workbench();
        await WaitingTests.LeaveWaitingAsync(bench, Flows.Signalled, "go: waits");
        (await bench.RunAsync("workflow", "delete", "r1")).Error.ShouldContain("End it first");
    }

    private static async Task<Workbench> ExecutedAsync()
    {
        var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--run-id", "r1")).Code.ShouldBe(ExitCodes.Success);
        return bench;
    }
}
