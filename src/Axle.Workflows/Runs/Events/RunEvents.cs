using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Events;

/// <summary>The definition was parsed, the definition and the inputs were validated, and the run began.</summary>
/// <param name="Workflow">Name of the workflow.</param>
/// <param name="Version">Its version, if it has one.</param>
/// <param name="Definition">Hash of the definition that this run is pinned to.</param>
/// <param name="Inputs">Inputs, defaults filled in.</param>
/// <param name="Variables">First values of the variables.</param>
/// <param name="Attributes">Facts the host gave the run: <c>workspace</c>, <c>apply</c> …</param>
/// <param name="By">Who started it.</param>
/// <param name="Uses">Hashes of the workflows it uses at any depth, by <c>hash of the user/name</c>; null when it uses none.</param>
/// <param name="Group">The concurrency group it belongs to; null for none.</param>
/// <param name="GroupLimit">Runs of the group that may execute at once; null without a group.</param>
public sealed record RunStarted(
    string Workflow,
    string? Version,
    string Definition,
    Payload Inputs,
    Payload Variables,
    ImmutableDictionary<string, string> Attributes,
    string By,
    ImmutableDictionary<string, string>? Uses = null,
    string? Group = null,
    int? GroupLimit = null) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Inputs, Variables];
}

/// <summary>Nothing new starts until the run is resumed.</summary>
/// <param name="By">Who paused it.</param>
/// <param name="Reason">Why, if a reason was given.</param>
public sealed record RunPaused(string By, string? Reason) : RunEvent;

/// <summary>The run goes on. After a failure, what failed and what was skipped because of it is tried again.</summary>
/// <param name="By">Who resumed it.</param>
public sealed record RunResumed(string By) : RunEvent;

/// <summary>The process that executed the run is gone; another goes on where the events end. Attempts in flight are made again.</summary>
/// <param name="By">Who took over.</param>
public sealed record RunRecovered(string By) : RunEvent;

/// <summary>The run went back: its state is that after event <paramref name="ToSeq"/>. Later events stay in the history and count no more.</summary>
/// <param name="ToSeq">Sequence number of the last event that counts.</param>
/// <param name="Checkpoint">Name of the checkpoint, when it was named.</param>
/// <param name="By">Who asked for it.</param>
public sealed record RunRolledBack(long ToSeq, string? Checkpoint, string By) : RunEvent;

/// <summary>The run ended with outputs.</summary>
/// <param name="Outputs">A JSON object, or the value of a <c>return</c> step.</param>
public sealed record RunCompleted(Payload Outputs) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Outputs];
}

/// <summary>The run ended with an error.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Steps">Paths of the steps that failed.</param>
public sealed record RunFailed(AxleError Error, ImmutableArray<string> Steps) : RunEvent;

/// <summary>The run was ended by a person or a program.</summary>
/// <param name="By">Who cancelled it.</param>
/// <param name="Reason">Why, if a reason was given.</param>
public sealed record RunCancelled(string By, string? Reason) : RunEvent;

/// <summary>A person or a program named this place of the run, to come back to it.</summary>
/// <param name="Name">The checkpoint's name.</param>
/// <param name="By">Who named it.</param>
public sealed record CheckpointCreated(string Name, string By) : RunEvent;

/// <summary>Variables got new values.</summary>
/// <param name="Path">The step that set them.</param>
/// <param name="Values">A JSON object: name to value.</param>
public sealed record VariablesSet(string Path, Payload Values) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Values];
}
