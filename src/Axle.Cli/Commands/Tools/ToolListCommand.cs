using System.Collections.Immutable;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Contract;

namespace Axle.Cli.Commands.Tools;

/// <summary><c>ax tool list</c>.</summary>
internal sealed class ToolListCommand(CommandContext context) : AxCommand(
    context, "list", "List the tools that agents and workflows can use: where each comes from, what it changes, whether a person is asked.",
    new("ax tool list", "All of them"),
    new("ax tool list --json | jq -r '.tools[] | select(.effect == \"the world\").name'", "Names of those that change something"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var catalog = host.Get<ToolCatalog>();
        var tools = catalog.Tools.Select(static t => t.Description).ToList();
        if (call.Json)
        {
            call.WriteDocument(new ToolListDocument([.. tools.Select(ToolRows.PartOf)], catalog.Quarantined.ToImmutableDictionary()),
                CliJson.Context.ToolListDocument);
            return ExitCodes.Success;
        }

        ToolRows.Write(call, tools);
        foreach (var (name, reason) in catalog.Quarantined)
            call.Note($"{name} is in quarantine: {reason}");
        return ExitCodes.Success;
    }
}
