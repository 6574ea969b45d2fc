using System.Collections.Concurrent;
using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Engine;

/// <summary>Finds all that a workflow uses, at any depth, and keeps the definitions that runs are pinned to.</summary>
internal sealed class WorkflowPinning(IRunStore store, IWorkflowLibrary? library)
{
    private const int MostUsed = 1000;
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, bool> _saved = new(StringComparer.Ordinal);

    /// <summary>The workflow with all that it uses; kept in the store when this returns.</summary>
    /// <exception cref="AxleException">A workflow that is used does not exist, or is faulty, or they call each other without end.</exception>
    public async ValueTask<PinnedWorkflows> PinAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var pinned = Resolve(workflow);
        await SaveAsync(workflow, cancellationToken);
        foreach (var used in pinned.Used.Values)
            await SaveAsync(used, cancellationToken);
        return pinned;
    }

    private PinnedWorkflows Resolve(Workflow root)
    {
        if (UsesNames.Of(root).IsEmpty)
            return new PinnedWorkflows(root);
        var used = ImmutableDictionary.CreateBuilder<string, Workflow>(StringComparer.Ordinal);
        var open = new Queue<Workflow>([root]);
        while (open.TryDequeue(out var user))
        {
            foreach (var name in UsesNames.Of(user))
            {
                var key = PinnedWorkflows.KeyOf(HashOf(user), name);
                if (used.ContainsKey(key))
                    continue;
                if (used.Count == MostUsed)
                    throw new AxleException(ErrorKind.Validation, $"Workflow '{root.Name}' uses more than {MostUsed} others.");
                var found = Find(name, user);
                used.Add(key, found);
                open.Enqueue(found);
            }
        }

        var pinned = new PinnedWorkflows(root, used.ToImmutable(), HashOf);
        return EndlessUse.Find(root, (name, user) => pinned.Find(user, name)) is { IsEmpty: false } circle
            ? throw new AxleException(ErrorKind.Validation, EndlessUse.Message(circle))
            : pinned;
    }

    private Workflow Find(string name, Workflow user) => library?.Find(name, user) ?? throw new AxleException(
        ErrorKind.NotFound,
        $"Workflow '{user.Name}' uses '{name}', which does not exist. "
        + (library is null ? "This host knows no other workflows: register them when Axle is added." : "Check the name, or put the file where it is looked for."));

    private async ValueTask SaveAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var stored = StoredDefinitions.From(workflow);
        if (_saved.ContainsKey(stored.Hash))
            return;
        await store.SaveDefinitionAsync(stored, cancellationToken);
        if (_saved.Count >= MostKept)
            _saved.Clear();
        _saved[stored.Hash] = true;
    }

    private static string HashOf(Workflow workflow) => StoredDefinitions.From(workflow).Hash;
}
