using Axle.Agents.Library;
using Axle.Agents.Registry;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent list</c>.</summary>
internal sealed class AgentListCommand(CommandContext context) : AxCommand(
    context, "list", "List the agents: the built-in ones, yours in ~/.axle/agents, and this directory's in .axle/agents.",
    new("ax agent list", "Who there is and what they are good for"),
    new("ax agent list --json | jq -r '.agents[].id'", "Their ids"))
{
    private const int LongestDescription = 90;

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var agents = host.Get<AgentRegistry>();
        var loaded = host.Get<LoadedAgents>();
        string[] faults = [.. loaded.Faults.Select(static f => f.ToString()), .. agents.Conflicts];
        if (call.Json)
        {
            var rows = agents.All.Select(static a => new AgentRowPart(
                a.Id, a.Name, a.Description, a.Aliases, [.. a.Actions.Select(static x => x.Name)], a.Source));
            call.WriteDocument(new AgentListDocument([.. rows], [.. faults]), CliJson.Context.AgentListDocument);
            return faults.Length == 0 ? ExitCodes.Success : ExitCodes.Invalid;
        }

        TextTable.Write(
            call.Outside.Output,
            ["AGENT", "ACTIONS", "GOOD FOR"],
            agents.All.Select(static a => (string[])[a.Id, $"{a.Actions.Length}", Words.OneLine(a.Description, LongestDescription)]));
        foreach (var line in loaded.Overridden.Concat(faults))
            call.Note(line);
        return faults.Length == 0 ? ExitCodes.Success : ExitCodes.Invalid;
    }
}
