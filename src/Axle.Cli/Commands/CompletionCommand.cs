using System.CommandLine;
using Axle.Cli.Completion;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands;

/// <summary><c>ax completion</c>: scripts that make a shell complete commands, options and names.</summary>
internal sealed class CompletionCommand : AxCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = $"One of {string.Join(", ", ShellScripts.Shells)}." };

    public CompletionCommand(CommandContext context)
        : base(context, "completion", "Write a script that makes a shell complete ax's commands and options.",
            new("source <(ax completion bash)", "For this bash; put the line into ~/.bashrc for all"),
            new("ax completion zsh > ~/.zfunc/_ax", "For zsh, with ~/.zfunc in fpath"),
            new("ax completion fish > ~/.config/fish/completions/ax.fish", "For fish"))
    {
        _shell.AcceptOnlyFromAmong([.. ShellScripts.Shells]);
        Add(_shell);
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var shell = call.Require(_shell);
        var script = ShellScripts.Of(shell);
        if (call.Json)
            call.WriteDocument(new CompletionDocument(shell, script), CliJson.Context.CompletionDocument);
        else
            call.Outside.Output.Write(script);
        return Task.FromResult(ExitCodes.Success);
    }
}
