using System.CommandLine.Completions;
using Axle.Agents.Library;
using Axle.Cli.Hosting;

namespace Axle.Cli.Commands.Agents;

/// <summary>Names of agents, for the completion of a command line.</summary>
internal static class AgentNames
{
    public static IEnumerable<CompletionItem> Complete(Outside outside) =>
        AgentLibrary.Load(outside.Environment("HOME"), outside.Directory).Agents.Select(static agent => new CompletionItem(agent.Id));
}
