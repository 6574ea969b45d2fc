using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>
/// Folds an archived history as the engine would, to see that it can, and what the run's row is. Events are folded as they come; only a
/// history that went back has to be held as a whole, and is then read once more.
/// </summary>
/// <param name="loader">Reads definitions.</param>
/// <param name="runAs">The id that the run gets; null for the one it had.</param>
/// <param name="whole">Whether to hold the history.</param>
internal sealed class HistoryCheck(IDefinitionLoader loader, RunId? runAs, bool whole) : IPinnedDefinitions
{
    private readonly Dictionary<string, StoredDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly List<RecordedEvent> _events = [];
    private RunId _run;
    private RunState? _state;

    /// <summary>Whether the run went back to an earlier place, and the history was not held.</summary>
    public bool WentBack { get; private set; }

    public void Add(ArchiveEntry entry)
    {
        switch (entry)
        {
            case ArchiveHeader header:
                _run = runAs ?? header.Run;
                break;
            case ArchivedDefinition archived:
                _definitions.TryAdd(archived.Definition.Hash, archived.Definition);
                break;
            case ArchivedEvent archived when whole:
                _events.Add(archived.Recorded);
                break;
            case ArchivedEvent { Recorded.Event: RunRolledBack or RunMigrated }:
                WentBack = true;
                _state = null;
                break;
            case ArchivedEvent archived when !WentBack:
                Explained(() => Apply(archived.Recorded));
                break;
        }
    }

    /// <summary>The run's row after its last event.</summary>
    /// <exception cref="AxleException">Validation: this version cannot make a run of these events.</exception>
    public RunRow Row()
    {
        if (whole)
            Explained(() => _state = new RunHistory(this).Fold(_run, _events));
        return _state?.ToRow() ?? throw new AxleException(ErrorKind.Validation, "The archive holds no history.");
    }

    private void Apply(RecordedEvent recorded)
    {
        _state ??= new RunState(_run, PinnedBy(recorded));
        _state.Apply(recorded);
    }

    /// <inheritdoc/>
    PinnedWorkflows IPinnedDefinitions.Of(string definition, ImmutableDictionary<string, string>? uses) => new(
        Load(definition),
        (uses ?? ImmutableDictionary<string, string>.Empty).ToImmutableDictionary(static u => u.Key, u => Load(u.Value)),
        WorkflowHash.Compute);

    private PinnedWorkflows PinnedBy(RecordedEvent first) => first.Event switch
    {
        RunStarted started => ((IPinnedDefinitions)this).Of(started),
        RunQueued queued => ((IPinnedDefinitions)this).Of(queued.Begin),
        _ => throw new AxleException(ErrorKind.Validation, "The history in the archive does not begin with the start of the run."),
    };

    private Workflow Load(string definition) => _definitions.TryGetValue(definition, out var stored)
        ? loader.Load(stored)
        : throw new AxleException(ErrorKind.Validation, $"The definition {definition} that the run is pinned to is not in the archive.");

    /// <summary>The fold trusts what the engine wrote, and does not say in words what is wrong with anything else.</summary>
    private static void Explained(Action fold)
    {
        try
        {
            fold();
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or ArgumentException or NullReferenceException)
        {
            throw new AxleException(
                ErrorKind.Validation, $"The history in the archive makes no sense to this version of Axle: {exception.Message}", exception);
        }
    }
}
