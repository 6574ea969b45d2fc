using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Snapshots;

/// <summary>A run's state as it is stored. What follows from the rest (what is ready, due, open) is not in it.</summary>
internal sealed record StateData
{
    /// <summary>Of this form. A snapshot of another is not read: the history says the same.</summary>
    public const int CurrentForm = 1;

    public int Form { get; set; }

    /// <summary>Hashes of what the definition uses, as <see cref="RunStarted.Uses"/> has them; null for nothing.</summary>
    public SortedDictionary<string, string>? Uses { get; set; }

    public string Definition { get; set; } = "";

    public RunStatus Status { get; set; }

    public long LastSeq { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset LimitFrom { get; set; }

    public SortedDictionary<string, string>? Attributes { get; set; }

    public Payload? Outputs { get; set; }

    public AxleError? Error { get; set; }

    public string? Parent { get; set; }

    public bool IsReplay { get; set; }

    public string? Group { get; set; }

    public int GroupLimit { get; set; }

    public ModelUsage? Spent { get; set; }

    public RunBudget? Budget { get; set; }

    public Ports.RunAttention Flags { get; set; }

    public IReadOnlyList<long[]>? DeadEnds { get; set; }

    public CompensationData? Compensation { get; set; }

    public StoredEvent? RollbackDue { get; set; }

    public SortedDictionary<string, int>? TimesUndone { get; set; }

    /// <summary>Attempts at addresses whose steps are not there any more, and go on counting should they come again.</summary>
    public SortedDictionary<string, int>? Attempts { get; set; }

    public SortedDictionary<string, Payload>? EditedInputs { get; set; }

    public string[]? Undoable { get; set; }

    public StoredEvent[]? Letters { get; set; }

    /// <summary>Addresses of the steps that wait for a signal, by its name, in the order they came.</summary>
    public SortedDictionary<string, string[]>? Waiting { get; set; }

    public ScopeData? Root { get; set; }

    public ImmutableDictionary<string, string>? UsesByName() => Uses?.ToImmutableDictionary();
}

/// <summary>A list of steps.</summary>
internal sealed record ScopeData
{
    public string Name { get; set; } = "";

    public int Handler { get; set; }

    public bool IsClosed { get; set; }

    public bool IsHeld { get; set; }

    public bool HasUndo { get; set; }

    public AxleError? Error { get; set; }

    public Payload? Output { get; set; }

    public Payload? Previous { get; set; }

    /// <summary>Inputs of a workflow; null for lists that belong to the workflow around them.</summary>
    public Payload? Inputs { get; set; }

    /// <summary>Variables of a workflow.</summary>
    public Payload? Variables { get; set; }

    /// <summary>The workflow of the steps that a handler asked for; null for lists that stand in the run's definition.</summary>
    public Payload? Workflow { get; set; }

    /// <summary>Its steps, those left out that nothing has happened to.</summary>
    public List<StepData> Steps { get; set; } = [];
}

/// <summary>A step.</summary>
internal sealed record StepData
{
    public int Index { get; set; }

    public StepStatus Status { get; set; }

    public int Attempt { get; set; }

    public int AttemptOfAction { get; set; }

    /// <summary>Number of the fallback in force, from 1; 0 for none.</summary>
    public int Fallback { get; set; }

    public bool IsInFlight { get; set; }

    public bool MayHaveHappened { get; set; }

    public Payload? Input { get; set; }

    public Payload? Output { get; set; }

    public AxleError? Error { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset LimitFrom { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? SkipReason { get; set; }

    public bool Blocked { get; set; }

    public StepDecision[]? Decisions { get; set; }

    public WaitData? Wait { get; set; }

    public InnerData? Inner { get; set; }

    public ScopeData? ErrorHandler { get; set; }

    public ScopeData? Undo { get; set; }

    public CompensationData? Compensation { get; set; }

    public bool IsUndone { get; set; }

    public AxleError? UndoError { get; set; }

    public long EndedSeq { get; set; }
}

/// <summary>What a step waits for.</summary>
internal sealed record WaitData
{
    public DateTimeOffset? Until { get; set; }

    public string? Signal { get; set; }

    public Payload? Question { get; set; }

    public DateTimeOffset AskedAt { get; set; }

    /// <summary>How many escalations are still to come.</summary>
    public int Escalations { get; set; }
}

/// <summary>How far a step with inner steps has come.</summary>
internal sealed record InnerData
{
    public ScopeData[] Scopes { get; set; } = [];

    public int Opened { get; set; }

    public int Open { get; set; }

    public int KeptSucceeded { get; set; }

    public string[]? Held { get; set; }

    public Payload?[]? Outputs { get; set; }

    public SortedDictionary<int, AxleError>? Failures { get; set; }

    /// <summary>Name of the round before, when it is one of the scopes.</summary>
    public string? LastRound { get; set; }

    /// <summary>The round before, when it is kept for nothing else.</summary>
    public ScopeData? OtherLastRound { get; set; }

    public Payload? LastOutput { get; set; }

    public StepTurn[]? Turns { get; set; }
}

/// <summary>An undoing that goes on.</summary>
internal sealed record CompensationData
{
    public StoredEvent? Started { get; set; }

    public string? Current { get; set; }

    public string[]? Failed { get; set; }

    public string[]? Undoable { get; set; }
}

/// <summary>An event that is part of a state.</summary>
internal sealed record StoredEvent(RunEvent Event);
