using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

/// <summary>Files and lines of a gigabyte, and those without an end: refused before they are held, with the limit and what to do instead.</summary>
public sealed class LargeInputTests
{
    private const long Gigabyte = 1L << 30;
    private const string Endless = "/dev/zero";

    [Theory]
    [InlineData("workflow", "execute", "three.yaml", "--inputs", "huge")]
    [InlineData("workflow", "execute", "three.yaml", "--input", "word=@huge")]
    [InlineData("workflow", "execute", "three.yaml", "--inputs", Endless)]
    [InlineData("workflow", "execute", "./huge")]
    [InlineData("workflow", "validate", "./huge")]
    [InlineData("workflow", "import", "huge")]
    [InlineData("workflow", "import", Endless)]
    [InlineData("expression", "eval", "1", "--contexts", "@huge")]
    [InlineData("expression", "eval", "1", "--contexts", "@" + Endless)]
    public async Task It_is_refused_in_words_and_nothing_is_held(params string[] command)
    {
        Assert.SkipUnless(File.Exists(Endless), "There is no file without an end on this system.");
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        using (var huge = File.Create(Path.Combine(bench.Directory, "huge")))
            huge.SetLength(Gigabyte);
        var before = GC.GetTotalAllocatedBytes();
        var answer = await bench.RunAsync(command);
        answer.Code.ShouldBe(command.Contains("validate") ? answer.Code : ExitCodes.Invalid, answer.Error);
        (answer.Error + answer.Output).ShouldMatch("16 MiB|65,536 bytes");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(256 * 1024 * 1024);
    }

    [Fact]
    public async Task A_line_of_expressions_that_does_not_end_is_refused()
    {
        using var bench = new Workbench { Input = new string(' ', 17 * 1024 * 1024) };
        var answer = await bench.RunAsync("expression", "eval");
        answer.Code.ShouldBe(ExitCodes.Invalid);
        answer.Error.ShouldContain("Line 1 of standard input has more than 16,777,216 characters");
    }

    [Fact]
    public async Task A_workflow_that_calls_itself_without_end_is_neither_valid_nor_started()
    {
        using var bench = new Workbench();
        bench.Write("self.yaml", "name: self\nsteps: [{ key: again, uses: ./self.yaml }]");
        foreach (var command in (string[])["execute", "validate"])
        {
            var answer = await bench.RunAsync("workflow", command, "self.yaml");
            answer.Code.ShouldBe(ExitCodes.Invalid);
            (answer.Error + answer.Output).ShouldContain("Workflow 'self' calls itself without end: self → self.");
        }

        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(0);
    }
}
