using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Live;

/// <summary>The socket at <c>/api/v1/live</c>.</summary>
/// <param name="topics">What there is to watch.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">When the server stops.</param>
internal sealed class LiveEndpoint(LiveTopics topics, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Adds it.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/live", ServeAsync)
        .WithTags("live").WithName("watch").WithSummary("The live socket: see docs/server.md for what is said on it.")
        .Produces(101).ProducesProblem(400).RequirePermission(Permission.RunsRead);

    private Task ServeAsync(HttpContext http, CancellationToken gone) => SocketDoor.ServeAsync(
        http,
        async (socket, end) =>
        {
            using var live = new LiveSocket(socket, http.Principal(), topics, time, http.Features.Get<StandingAccess>());
            await live.RunAsync(end);
        },
        gone, stopping);
}
