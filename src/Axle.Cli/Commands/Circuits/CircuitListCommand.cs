using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Resilience.CircuitBreaking;

namespace Axle.Cli.Commands.Circuits;

/// <summary><c>ax circuit list</c>.</summary>
internal sealed class CircuitListCommand(CommandContext context) : AxCommand(
    context, "list", "List the circuit breakers that steps go through: open ones refuse every call until the other side is well again.",
    new("ax circuit list", "Which are open, since when, and why"),
    new("ax circuit list --json | jq -r '.circuits[] | select(.status == \"open\").name'", "Names of the open ones"))
{
    private const int LongestReason = 100;

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var circuits = host.HasDatabase ? await host.Get<CircuitBreakers>().ListAsync(cancellationToken) : [];
        if (call.Json)
        {
            call.WriteDocument(new CircuitListDocument([.. circuits.Select(CircuitPart.Of)]), CliJson.Context.CircuitListDocument);
            return ExitCodes.Success;
        }

        if (circuits.Count == 0)
        {
            call.Note("No step has gone through a circuit breaker that opened yet.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["CIRCUIT", "STATUS", "SINCE", "FAILED", "NEXT TRY", "LAST FAILURE"], circuits.Select(c => (string[])
        [
            c.Name,
            Words.Name(c.Status),
            Words.Of(c.Since, call.Outside.Time),
            string.Create(CultureInfo.InvariantCulture, $"{c.Failures} of {c.Calls}"),
            c.NextProbeAt is { } next ? Words.Of(next, call.Outside.Time) : "now",
            Words.OneLine(c.Reason ?? "", LongestReason),
        ]));
        return ExitCodes.Success;
    }
}
