using System.Text.Json;

namespace Axle.Client.Runs;

/// <summary>How a step differs in a fork; what is null stays.</summary>
public sealed record StepEdit
{
    /// <summary>Another prompt, of a prompt's step.</summary>
    public string? Prompt { get; init; }

    /// <summary>Another model.</summary>
    public string? Model { get; init; }

    /// <summary>Another provider.</summary>
    public string? Provider { get; init; }

    /// <summary>Other inputs as the definition has them, with expressions: an object.</summary>
    public JsonElement? With { get; init; }

    /// <summary>The input itself, whatever the definition says: an object.</summary>
    public JsonElement? Input { get; init; }
}
