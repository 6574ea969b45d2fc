using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Bulkheads;

/// <summary><c>ax bulkhead list</c>.</summary>
internal sealed class BulkheadListCommand(CommandContext context) : AxCommand(
    context, "list", "List the bulkheads of which something is used now: how much they hold, and how many steps wait for a slot.",
    new("ax bulkhead list", "Which are full"),
    new("ax bulkhead list --json | jq '.bulkheads[] | select(.waiting > 0)'", "Those that steps wait for"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        if (!host.HasDatabase || host.Store is not IBulkheadStore store)
            throw new UsageException("Only a store that many machines share knows its bulkheads. Set AXLE_STORE, or 'store:' in axle.yaml, to postgres://….");
        var bulkheads = await store.ListBulkheadsAsync(cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(new BulkheadListDocument([.. bulkheads]), CliJson.Context.BulkheadListDocument);
            return ExitCodes.Success;
        }

        if (bulkheads.Count == 0)
        {
            call.Note("No step uses a bulkhead now. Their sizes stand under 'bulkheads' in axle.yaml.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["BULKHEAD", "SIZE", "TAKEN", "WAITING", "PROCESSES"], bulkheads.Select(static b => (string[])
        [
            b.Name, Number(b.Size), Number(b.Taken), Number(b.Waiting), Number(b.Processes),
        ]));
        return ExitCodes.Success;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
