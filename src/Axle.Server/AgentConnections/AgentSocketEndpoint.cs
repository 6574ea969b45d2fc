using Axle.Agents.Connections;
using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Axle.Server.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.AgentConnections;

/// <summary>The socket at <c>/api/v1/agents/connect</c>, by which agents of other processes offer themselves.</summary>
/// <param name="agents">Takes them in.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">When the server stops.</param>
internal sealed class AgentSocketEndpoint(ConnectedAgents agents, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Adds it.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/agents/connect", ServeAsync)
        .WithTags("agents").WithName("connectAgent").WithSummary("The socket of agents that connect: see docs/remote-agents.md for what is said on it.")
        .Produces(101).ProducesProblem(400).RequirePermission(Permission.AgentsServe);

    private Task ServeAsync(HttpContext http, CancellationToken gone) => SocketDoor.ServeAsync(
        http,
        (socket, end) => new AgentSocket(socket, http.Principal(), agents, time, http.Features.Get<StandingAccess>()).RunAsync(end),
        gone, stopping);
}
