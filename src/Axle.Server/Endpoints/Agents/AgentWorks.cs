using System.Collections.Immutable;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Ports;

namespace Axle.Server.Endpoints.Agents;

/// <summary>Knows what agents did, from the steps of runs: also before this process began, with and without a model, and for one tenant alone.</summary>
/// <param name="board">Finds runs.</param>
internal sealed class AgentWorks(RunBoard board)
{
    /// <summary>Of how many of the newest runs it is told.</summary>
    public const int Newest = 200;

    /// <summary>What agents did in the newest runs that the caller may see, by id.</summary>
    public async ValueTask<ImmutableDictionary<string, AgentWork>> OfAsync(Principal who, CancellationToken cancellationToken)
    {
        var all = AgentWork.Nobodys;
        foreach (var row in await board.RowsAsync(new RunQuery([], Limit: Newest), who, cancellationToken))
        {
            foreach (var (agent, work) in (await board.Digests.OfAsync(row, cancellationToken)).Agents)
                all = all.SetItem(agent, all.GetValueOrDefault(agent).And(work));
        }

        return all;
    }
}
