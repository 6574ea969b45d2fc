using System.Globalization;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Nodes;

/// <summary><c>ax node list</c>.</summary>
internal sealed class NodeListCommand(CommandContext context) : AxCommand(
    context, "list", "List the processes that share the store: what each is for, what it does, and whether it lives.",
    new("ax node list", "Engines, workers and servers, with their load"),
    new("ax node list --json | jq -r '.nodes[] | select(.status == \"silent\").name'", "Names of those that give no sign of life"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        if (!host.HasDatabase || host.Store is not INodeRegistry registry)
            throw new UsageException("Only a store that many machines share knows its nodes. Set AXLE_STORE, or 'store:' in axle.yaml, to postgres://….");
        var rows = await registry.ListNodesAsync(cancellationToken);
        NodePart[] nodes = [.. rows.Select(NodePart.Of)];
        if (call.Json)
        {
            call.WriteDocument(new NodeListDocument([.. nodes]), CliJson.Context.NodeListDocument);
            return ExitCodes.Success;
        }

        if (nodes.Length == 0)
        {
            call.Note($"No process shares {host.Place} now. 'ax serve', 'ax engine' and 'ax worker' start some.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["NODE", "STATUS", "ROLES", "POOLS", "RUNS", "STEPS", "SINCE", "VERSION"], nodes.Select(n => (string[])
        [
            n.Name,
            n.Status,
            n.Roles.IsEmpty ? "-" : string.Join(',', n.Roles),
            n.Pools.IsEmpty ? "-" : string.Join(',', n.Pools),
            n.Runs.ToString(CultureInfo.InvariantCulture),
            n.Pools.IsEmpty ? "-" : string.Create(CultureInfo.InvariantCulture, $"{n.Making}{(n.Waiting > 0 ? $" + {n.Waiting}" : "")}"),
            Words.Of(n.Since, call.Outside.Time),
            n.Version,
        ]));
        return ExitCodes.Success;
    }
}
