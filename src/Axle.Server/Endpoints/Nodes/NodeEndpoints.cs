using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Nodes;

/// <summary>The processes that share the store of this server.</summary>
/// <param name="nodes">Knows them; null when the store is one process's.</param>
internal sealed class NodeEndpoints(INodeRegistry? nodes)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/nodes", ListAsync).WithTags("server").WithName("listNodes")
        .WithSummary("Lists the processes that share the store: roles, pools, load, and whether they live. Empty where the store is a file.")
        .RequirePermission(Permission.SystemManage);

    private async Task<Ok<NodeList>> ListAsync(CancellationToken cancellationToken) => TypedResults.Ok(new NodeList(
        nodes is null ? [] : [.. (await nodes.ListNodesAsync(cancellationToken)).Select(NodeItem.Of)]));
}

/// <summary>Processes.</summary>
/// <param name="Nodes">Those that came first are first.</param>
public sealed record NodeList(IReadOnlyList<NodeItem> Nodes);

/// <summary>A process.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Status"><c>up</c>, <c>draining</c>, or <c>silent</c> for longer than its lease.</param>
/// <param name="Roles">Some of <c>api</c>, <c>engine</c> and <c>worker</c>.</param>
/// <param name="Pools">The pools whose steps it makes.</param>
/// <param name="Version">Version of Axle.</param>
/// <param name="Since">Since when it is there.</param>
/// <param name="SilentMs">Milliseconds since its last sign of life.</param>
/// <param name="Runs">Runs that it executes.</param>
/// <param name="Making">Steps that it makes for others.</param>
/// <param name="Waiting">Steps that it has taken and not begun.</param>
public sealed record NodeItem(
    string Name, string Status, IReadOnlyList<string> Roles, IReadOnlyList<string> Pools, string Version, DateTimeOffset Since, long SilentMs, long Runs,
    int Making, int Waiting)
{
    internal static NodeItem Of(NodeRow row) => new(
        row.Name, !row.Lives ? "silent" : row.Activity.IsDraining ? "draining" : "up", row.Node.Roles, row.Node.Pools, row.Node.Version, row.Since,
        (long)row.Silent.TotalMilliseconds, row.Runs, row.Activity.Making, row.Activity.Waiting);
}
