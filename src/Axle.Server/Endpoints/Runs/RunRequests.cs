using System.Text.Json;

namespace Axle.Server.Endpoints.Runs;

/// <summary>What a run is started with: the name of a workflow, or one as YAML.</summary>
public sealed record StartRunRequest
{
    /// <summary>Name of a workflow of the project or the library, or <c>name@version</c>.</summary>
    public string? Workflow { get; init; }

    /// <summary>A workflow as YAML or JSON, instead of a name.</summary>
    public string? Yaml { get; init; }

    /// <summary>Inputs by name: an object.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Id of the new run: 1 to 64 of <c>a-z 0-9 - _</c>; null for one that sorts by time.</summary>
    public string? Id { get; init; }

    /// <summary>Whether its effects on the outside world are carried out; without it they are only planned.</summary>
    public bool Apply { get; init; }

    /// <summary>Importance among runs, -100 to 100; null for what the workflow says.</summary>
    public int? Priority { get; init; }
}

/// <summary>Why something is done.</summary>
public sealed record ReasonRequest
{
    /// <summary>Kept in the run's history.</summary>
    public string? Reason { get; init; }

    /// <summary>Of a cancellation: whether completed steps that name how to undo them are undone; true unless it says otherwise.</summary>
    public bool? Compensate { get; init; }
}

/// <summary>A signal that a step waits for.</summary>
public sealed record SignalRequest
{
    /// <summary>Its name, as the <c>wait</c> step has it.</summary>
    public required string Name { get; init; }

    /// <summary>What it brings: any JSON.</summary>
    public JsonElement? Body { get; init; }
}

/// <summary>Where a run that goes on begins.</summary>
public sealed record ResumeRequest
{
    /// <summary>Name of a checkpoint, or number of an event, to go back to first; null to go on where it stands.</summary>
    public string? From { get; init; }
}

/// <summary>What became of something that was asked of a run.</summary>
/// <param name="Run">The run as it is now.</param>
/// <param name="Applied">Whether it has taken effect; else the process that executes the run acts on it.</param>
public sealed record RunAnswer(RunItem Run, bool Applied);
