using Axle.Agents.Library;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent list</c>.</summary>
internal sealed class AgentListCommand : AxCommand
{
    private const int LongestDescription = 90;

    public AgentListCommand(CommandContext context)
        : base(context, "list", "List the agents: the built-in ones, yours in ~/.axle/agents, this directory's in .axle/agents, and those that connect.",
            new("ax agent list", "Who there is and what they are good for"),
            new("ax agent list --json | jq -r '.agents[].id'", "Their ids")) =>
        WorksAtServer(static async (call, server, stop) =>
        {
            var listing = await server.Client.Agents.ListAsync(stop);
            var rows = listing.Items.Select(static a => new AgentRowPart(a.Id, a.Name, a.Description, [.. a.Aliases], [.. a.Actions], a.Source));
            return Show(call, [.. rows], [], [.. listing.Faults]);
        });

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var agents = (await AgentNames.ConnectedAsync(host, cancellationToken)).Registry;
        var loaded = host.Get<LoadedAgents>();
        var rows = agents.All.Select(static a => new AgentRowPart(a.Id, a.Name, a.Description, a.Aliases, [.. a.Actions.Select(static x => x.Name)], a.Source));
        return Show(call, [.. rows], loaded.Overridden, [.. loaded.Faults.Select(static f => f.ToString()), .. agents.Conflicts]);
    }

    private static int Show(Invocation call, IReadOnlyList<AgentRowPart> agents, IEnumerable<string> notes, IReadOnlyList<string> faults)
    {
        if (call.Json)
        {
            call.WriteDocument(new AgentListDocument([.. agents], [.. faults]), CliJson.Context.AgentListDocument);
            return faults.Count == 0 ? ExitCodes.Success : ExitCodes.Invalid;
        }

        TextTable.Write(
            call.Outside.Output,
            ["AGENT", "ACTIONS", "GOOD FOR"],
            agents.Select(static a => (string[])[a.Id, $"{a.Actions.Length}", Words.OneLine(a.Description, LongestDescription)]));
        foreach (var line in notes.Concat(faults))
            call.Note(line);
        return faults.Count == 0 ? ExitCodes.Success : ExitCodes.Invalid;
    }
}
