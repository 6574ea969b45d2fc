using System.CommandLine.Completions;
using Axle.Agents.Connections;
using Axle.Agents.Library;
using Axle.Agents.Routing;
using Axle.Cli.Hosting;

namespace Axle.Cli.Commands.Agents;

/// <summary>Names of agents, for the completion of a command line.</summary>
internal static class AgentNames
{
    /// <summary>Finds the agents of here: those of files, and those that connected to a server over this database.</summary>
    public static async ValueTask<AgentRouter> ConnectedAsync(AxleHost host, CancellationToken cancellationToken)
    {
        var connected = host.Get<ConnectedAgents>();
        if (host.HasDatabase)
            await connected.OpenAsync(cancellationToken);
        return connected.RouterFor(null);
    }

    public static IEnumerable<CompletionItem> Complete(Outside outside) =>
        AgentLibrary.Load(outside.Environment("HOME"), outside.Directory).Agents.Select(static agent => new CompletionItem(agent.Id));
}
