using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F _ax_complete ax")]
    [InlineData("zsh", "compdef _ax ax")]
    [InlineData("fish", "complete -c ax")]
    public async Task Scripts_ask_ax_itself(string shell, string line)
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("completion", shell);
        answer.Code.ShouldBe(ExitCodes.Success);
        answer.Output.ShouldContain(line);
        answer.Output.ShouldContain("[suggest:");
    }

    [Theory]
    [InlineData("ax work", "workflow")]
    [InlineData("ax workflow ex", "execute")]
    [InlineData("ax workflow execute code-", "code-review")]
    [InlineData("ax workflow list --st", "--status")]
    [InlineData("ax workflow status la", "latest")]
    public async Task What_the_scripts_ask_is_answered(string line, string word)
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync($"[suggest:{line.Length}]", line);
        answer.Output.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ShouldContain(word);
    }

    [Fact]
    public async Task Another_shell_is_a_wrong_command_line()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("completion", "tcsh")).Code.ShouldBe(ExitCodes.Usage);
    }
}
