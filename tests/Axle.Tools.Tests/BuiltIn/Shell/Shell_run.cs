using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Axle.Tools.BuiltIn.Shell;
using Axle.Tools.Contract;
using Axle.Tools.Tests.Contract;

namespace Axle.Tools.Tests.BuiltIn.Shell;

public sealed class Shell_run : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Program_that_nobody_named_is_not_started()
    {
        (await Should.ThrowAsync<AxleException>(() => Call([], new { program = "git" }))).Error.Kind.ShouldBe(ErrorKind.Refused);
        (await Should.ThrowAsync<AxleException>(() =>
            Call(["git"], new { program = "sh", arguments = new[] { "-c", "id" } }))).Error.Kind.ShouldBe(ErrorKind.Refused);
        (await Should.ThrowAsync<AxleException>(() => Call(["git"], new { program = "/bin/git;id" }))).Error.Kind.ShouldBe(ErrorKind.Validation);
    }

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are_without_a_shell()
    {
        var ran = await Call(["git"], new { program = "git", arguments = new[] { "rev-parse", "--sq-quote", "$(id); a|b" } });

        ran.GetProperty("output").GetString()!.ShouldContain("$(id); a|b");
    }

    [Fact]
    public async Task Exit_code_is_told_and_keys_of_this_process_are_not_handed_on()
    {
        Environment.SetEnvironmentVariable("AXLE_TEST_SECRET", "s3cret");
        var ran = await Call(["git"], new { program = "git", arguments = new[] { "-c", "alias.e=!env", "e" } });

        ran.GetProperty("output").GetString()!.ShouldNotContain("s3cret");
        (await Call(["git"], new { program = "git", arguments = new[] { "no-such-command" } })).GetProperty("exitCode").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_a_program_leaves_running_with_its_output_open_does_not_hold_the_call()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A program is left running by a shell of Unix.");
        var ran = await Call(["git"], new { program = "git", arguments = new[] { "-c", "alias.left=!sleep 60 & echo $!; echo said; exit 3; :", "left" } });
        var left = int.Parse(ran.GetProperty("output").GetString()!.Split('\n')[0], CultureInfo.InvariantCulture);
        Process.GetProcessById(left).Kill();

        (ran.GetProperty("exitCode").GetInt32(), ran.GetProperty("output").GetString()!.Split('\n')[1]).ShouldBe((3, "said"));
        ran.GetProperty("note").GetString()!.ShouldContain("still runs");
    }

    [Fact]
    public async Task Without_leave_nothing_is_started() =>
        (await Call(["git"], new { program = "git" }, apply: false)).GetProperty("applied").GetBoolean().ShouldBeFalse();

    private async Task<JsonElement> Call(string[] programs, object arguments, bool apply = true) =>
        await new ToolCatalog([new ShellRunTool(new ShellOptions([.. programs]))]).InvokeAsync(
        "shell.run", JsonSerializer.SerializeToElement(arguments), new ToolContext(_folder.Workspace, apply, "key", TimeProvider.System),
            TestContext.Current.CancellationToken);
}
