using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class HostCommandTests
{
    [Fact]
    public async Task A_command_runs_when_the_run_may_and_its_output_is_the_steps()
    {
        using var bench = new Workbench();
        bench.Write("run.yaml", """
            name: commands
            inputs:
              word: {type: string, default: hello world}
            steps:
              - {key: say, run: {command: [echo, "${{ inputs.word }}"], environment: {PLACE: here}}}
              - {key: shell, run: {command: 'cat; echo "$PLACE $AXLE_STEP" >&2', environment: {PLACE: here}}, with: {a: 1}, dependsOn: [say]}
            """);
        var answer = await bench.RunAsync("workflow", "execute", "run.yaml", "--run-id", "r1", "--allow-run");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Output);
        var say = (await bench.RunAsync("workflow", "state", "r1", "--step", "say", "--json")).Json.GetProperty("step").GetProperty("output");
        say.GetProperty("stdout").GetString().ShouldBe("hello world\n");
        var shell = (await bench.RunAsync("workflow", "state", "r1", "--step", "shell", "--json")).Json.GetProperty("step").GetProperty("output");
        shell.GetProperty("stdout").GetString().ShouldBe("""{"a":1}""");
        shell.GetProperty("stderr").GetString().ShouldBe("here shell\n");
    }

    [Fact]
    public async Task A_program_of_the_project_is_found_from_the_directory_it_runs_in()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        using var bench = new Workbench();
        bench.Write("deploy/health", "#!/bin/sh\necho well\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(bench.Directory, "deploy", "health"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        bench.Write("run.yaml", "name: programs\nsteps:\n  - {key: top, run: [deploy/health]}\n  - {key: below, run: {command: [./health], directory: deploy}}\n");
        var answer = await bench.RunAsync("workflow", "execute", "run.yaml", "--allow-run");
        answer.Code.ShouldBe(ExitCodes.Success, answer.Output + answer.Error);
    }

    [Fact]
    public async Task Without_leave_a_command_is_refused_and_a_resume_does_not_change_that()
    {
        using var bench = new Workbench();
        bench.Write("run.yaml", "name: commands\nsteps:\n  - {key: say, run: [touch, made]}\n");
        var answer = await bench.RunAsync("workflow", "execute", "run.yaml", "--run-id", "r1");
        answer.Code.ShouldBe(ExitCodes.Failed);
        answer.Output.ShouldContain("--allow-run");
        (await bench.RunAsync("workflow", "resume", "r1")).Code.ShouldBe(ExitCodes.Failed);
        File.Exists(Path.Combine(bench.Directory, "made")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[sh, -c, 'echo broken >&2; exit 3']", "ended with exit code 3: broken")]
    [InlineData("[no-such-program-here]", "cannot be started")]
    public async Task A_command_that_fails_fails_its_step_and_says_why(string command, string why)
    {
        using var bench = new Workbench();
        bench.Write("run.yaml", $"name: commands\nsteps:\n  - {{key: say, run: {command}, retry: {{maxAttempts: 1}}}}\n");
        var answer = await bench.RunAsync("workflow", "execute", "run.yaml", "--apply");
        answer.Code.ShouldBe(ExitCodes.Failed);
        answer.Output.ShouldContain(why);
    }

    [Fact]
    public async Task Code_runs_in_the_sandbox_and_is_refused_where_there_is_none()
    {
        using var bench = new Workbench();
        bench.Write(
            "code.yaml",
            "name: coded\nsteps:\n  - {key: sum, code: {language: python, source: 'output = sum(inputs[\"n\"])'}, with: {n: [1, 2]}}\noutputs: {sum: '${{ steps.sum.output.result }}'}\n");
        var isThere = (await bench.RunAsync("sandbox", "check")).Code == ExitCodes.Success;
        var answer = await bench.RunAsync("workflow", "execute", "code.yaml", "--json");
        if (isThere)
            answer.Json.GetProperty("outputs").GetProperty("sum").GetInt32().ShouldBe(3);
        else
            answer.Output.ShouldContain("no sandbox");
    }
}
