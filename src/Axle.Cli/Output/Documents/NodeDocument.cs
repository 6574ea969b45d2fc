using System.Collections.Immutable;
using Axle.Workflows.Ports;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>node list</c>.</summary>
internal sealed record NodeListDocument(ImmutableArray<NodePart> Nodes);

/// <summary>A process that shares the store.</summary>
internal sealed record NodePart(
    string Name, string Status, ImmutableArray<string> Roles, ImmutableArray<string> Pools, string Version, DateTimeOffset Since, long SilentMs, long Runs,
    int Making, int Waiting)
{
    public static NodePart Of(NodeRow row) => new(
        row.Name, !row.Lives ? "silent" : row.Activity.IsDraining ? "draining" : "up", row.Node.Roles, row.Node.Pools, row.Node.Version, row.Since,
        (long)row.Silent.TotalMilliseconds, row.Runs, row.Activity.Making, row.Activity.Waiting);
}
