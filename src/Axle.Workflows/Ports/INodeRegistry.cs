using System.Collections.Immutable;

namespace Axle.Workflows.Ports;

/// <summary>The processes that share a store: what each is for, and whether it lives.</summary>
public interface INodeRegistry
{
    /// <summary>Tells what this process is for. It is listed from then on, for as long as it gives signs of life.</summary>
    /// <param name="node">What it is for.</param>
    /// <param name="activity">Asked with every sign of life, a few times a second; it must neither wait nor throw.</param>
    /// <param name="cancellationToken">Cancels the telling.</param>
    ValueTask JoinAsync(NodeDescription node, Func<NodeActivity> activity, CancellationToken cancellationToken);

    /// <summary>Whether this process has given a sign of life within its lease, so that nobody can have taken its runs. It neither waits nor asks.</summary>
    bool IsHeard { get; }

    /// <summary>Lists the processes, those first that came first.</summary>
    ValueTask<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken);
}

/// <summary>What a process is for.</summary>
/// <param name="Roles">Some of <c>api</c>, <c>engine</c> and <c>worker</c>.</param>
/// <param name="Pools">The pools whose steps it makes.</param>
/// <param name="Version">Version of Axle.</param>
public sealed record NodeDescription(ImmutableArray<string> Roles, ImmutableArray<string> Pools, string Version);

/// <summary>What a process does in this moment.</summary>
/// <param name="Making">Steps that it makes.</param>
/// <param name="Waiting">Steps that it has taken and not begun.</param>
/// <param name="IsDraining">Whether it takes nothing more and is about to end.</param>
public readonly record struct NodeActivity(int Making, int Waiting, bool IsDraining);

/// <summary>A process as others see it.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Node">What it is for; without roles for one that only executes what it is asked to.</param>
/// <param name="Since">Since when it is there.</param>
/// <param name="Silent">For how long it has given no sign of life.</param>
/// <param name="Lives">Whether that is less than its lease.</param>
/// <param name="Activity">What it did at its last sign of life.</param>
/// <param name="Runs">Runs that it executes.</param>
public sealed record NodeRow(
    string Name, NodeDescription Node, DateTimeOffset Since, TimeSpan Silent, bool Lives, NodeActivity Activity, long Runs);
