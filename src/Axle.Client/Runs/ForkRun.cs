using System.Text.Json;

namespace Axle.Client.Runs;

/// <summary>Where a fork leaves the run that it is made of, and what is different from there on.</summary>
public sealed record ForkRun
{
    /// <summary>Number of an event, or name of a checkpoint; <c>0</c> shares nothing; null for the newest event.</summary>
    public string? At { get; init; }

    /// <summary>Inputs that change: an object; null for none.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Variables that change: an object; null for none.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>Steps that differ, by address; null for none.</summary>
    public IReadOnlyDictionary<string, StepEdit>? Steps { get; init; }

    /// <summary>Another definition as YAML or JSON; null for the same.</summary>
    public string? Yaml { get; init; }

    /// <summary>Id of the new run, which makes the fork safe to repeat; null for one that sorts by time.</summary>
    public string? Id { get; init; }
}
