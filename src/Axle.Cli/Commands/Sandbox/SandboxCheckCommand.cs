using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Sandbox;

namespace Axle.Cli.Commands.Sandbox;

/// <summary><c>ax sandbox check</c>: whether code can be run here.</summary>
internal sealed class SandboxCheckCommand(CommandContext context) : AxCommand(
    context, "check", "Try whether this machine has a sandbox for code, and say what is missing when it has none.",
    new("ax sandbox check", "Try it"),
    new("ax sandbox check --json | jq -r .problem", "The reason, from a script"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var state = await host.Get<CodeSandbox>().StateAsync().WaitAsync(cancellationToken);
        if (call.Json)
        {
            var document = new SandboxStateDocument(state.Problem is null, state.HasPython, state.HasJavaScript, state.Problem);
            call.WriteDocument(document, CliJson.Context.SandboxStateDocument);
        }
        else if (state.Problem is { } problem)
        {
            call.Say($"There is no sandbox here, so code is refused: {problem}.");
        }
        else
        {
            call.Say("Code can be run here: in namespaces of its own, without network, as nobody, with a system that can only be read.");
            call.Say($"  python, sql   {(state.HasPython ? "yes" : "no: install python3 below /usr")}");
            call.Say($"  javascript    {(state.HasJavaScript ? "yes" : "no: install node below /usr")}");
        }

        return state.Problem is null ? ExitCodes.Success : ExitCodes.Failed;
    }
}
