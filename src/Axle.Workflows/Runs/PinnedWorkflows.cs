using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs;

/// <summary>A workflow with all that it uses, at any depth, as a run is pinned to them.</summary>
/// <param name="root">The run's own workflow.</param>
/// <param name="used">The workflows that are used, by <c>hash of the user/name in the file</c>.</param>
/// <param name="hashOf">Gives the hash of a definition.</param>
public sealed class PinnedWorkflows(Workflow root, ImmutableDictionary<string, Workflow> used, Func<Workflow, string> hashOf)
{
    /// <summary>A workflow that uses no other.</summary>
    public PinnedWorkflows(Workflow root)
        : this(root, ImmutableDictionary<string, Workflow>.Empty, static _ => "")
    {
    }

    /// <summary>The run's own workflow.</summary>
    public Workflow Root => root;

    /// <summary>The workflows that are used, by <c>hash of the user/name in the file</c>.</summary>
    public ImmutableDictionary<string, Workflow> Used => used;

    /// <summary>The hashes of what is used, for the run's history; null when nothing is.</summary>
    public ImmutableDictionary<string, string>? Hashes =>
        used.IsEmpty ? null : used.ToImmutableDictionary(static u => u.Key, u => hashOf(u.Value));

    /// <summary>Finds what a <c>uses</c> step names.</summary>
    public Workflow? Find(Workflow user, string name) => used.GetValueOrDefault(KeyOf(hashOf(user), name));

    /// <summary>The key under which what a workflow uses is kept.</summary>
    public static string KeyOf(string hashOfUser, string name) => $"{hashOfUser}/{name}";
}
