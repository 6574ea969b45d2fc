using Axle.Client.Http;

namespace Axle.Client.Agents;

/// <summary>The agents of a server.</summary>
public sealed class AgentClient
{
    private readonly ApiDoor _door;

    internal AgentClient(ApiDoor door) => _door = door;

    /// <summary>Lists them: those of files, and those that connect for the tenant.</summary>
    public Task<AgentListing> ListAsync(CancellationToken cancellationToken = default) =>
        _door.AskAsync<AgentListing>(HttpMethod.Get, "agents", null, null, cancellationToken);
}

/// <summary>The agents.</summary>
/// <param name="Items">Them.</param>
/// <param name="Faults">What is wrong with files of agents.</param>
public sealed record AgentListing(IReadOnlyList<ListedAgent> Items, IReadOnlyList<string> Faults);

/// <summary>An agent in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is good for.</param>
/// <param name="Aliases">Other names of it.</param>
/// <param name="Actions">Names of what it can do.</param>
/// <param name="Works">How it works: <c>model</c>, <c>tools</c>, <c>remote</c>, <c>command</c> or <c>connected</c>.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="State"><c>idle</c>, <c>working</c>, <c>full</c>, or <c>out</c> after failures; of one that connects <c>away</c> or <c>draining</c>.</param>
public sealed record ListedAgent(
    string Id, string Name, string Description, IReadOnlyList<string> Aliases, IReadOnlyList<string> Actions, string Works, string Source, string State);
