using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Resilience.CircuitBreaking;

namespace Axle.Cli.Commands.Circuits;

/// <summary><c>ax circuit reset</c>.</summary>
internal sealed class CircuitResetCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The circuit breaker." };

    public CircuitResetCommand(CommandContext context)
        : base(context, "reset", "Close a circuit breaker for every process, so that calls are tried at once.",
            new("ax circuit reset payments", "The other side is well again"),
            new("ax circuit reset payments --json", "The same for a script")) => Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var name = call.Require(_name);
        var breakers = host.Get<CircuitBreakers>();
        await breakers.ResetAsync(name, cancellationToken);
        var circuit = (await breakers.ListAsync(cancellationToken)).First(c => c.Name == name);
        if (call.Json)
            call.WriteDocument(CircuitPart.Of(circuit), CliJson.Context.CircuitPart);
        else
            call.Say($"Circuit breaker '{name}' is {Words.Name(circuit.Status)}.");
        return ExitCodes.Success;
    }
}
