using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>One of two runs that are compared.</summary>
public sealed record ComparedRun
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Name of its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Hash of the definition it is pinned to.</summary>
    public required string Definition { get; init; }

    /// <summary>Where it is.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Its steps; paths are unique.</summary>
    public required IReadOnlyList<StepRecord> Steps { get; init; }

    /// <summary>Its inputs: a JSON object.</summary>
    public required Payload Inputs { get; init; }

    /// <summary>Its variables: a JSON object.</summary>
    public Payload Variables { get; init; } = Payload.EmptyObject;

    /// <summary>Its outputs; null when it has none.</summary>
    public Payload? Outputs { get; init; }

    /// <summary>Its error; null when it has none.</summary>
    public AxleError? Error { get; init; }

    /// <summary>When it began; null when that is not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From its beginning to its end; null when it has not ended.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;

    /// <summary>A run as it stands.</summary>
    public static ComparedRun Of(RunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ComparedRun
        {
            Run = state.Id,
            Workflow = state.Workflow.Name,
            Definition = state.Definition,
            Status = state.Status,
            Steps = state.Records,
            Inputs = state.Inputs,
            Variables = Payload.From(JsonSerializer.SerializeToElement(state.Variables)),
            Outputs = state.Outputs,
            Error = state.Error,
            StartedAt = state.CreatedAt,
            EndedAt = state.EndedAt,
        };
    }
}
