using System.Text.Json;

namespace Axle.Client.Agents;

/// <summary>Something that an agent can be asked to do: an action that steps of workflows name.</summary>
/// <param name="Name">The action's name: lower-case letters, digits and <c>-</c>, at most 64 characters.</param>
public sealed record AgentCapability(string Name)
{
    /// <summary>What it brings, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Words by which work of this kind is recognised.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>How well the agent does it, above 0 up to 1. Default: 0.8.</summary>
    public double Confidence { get; init; } = 0.8;

    /// <summary>JSON Schema of the inputs object; null takes any object.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>JSON Schema of the output object, which the server checks; null takes any object.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>
    /// Whether doing it changes the outside world: it is only to be planned unless <see cref="AgentTask.Apply"/>, and never done twice by itself.
    /// </summary>
    public bool World { get; init; }
}
