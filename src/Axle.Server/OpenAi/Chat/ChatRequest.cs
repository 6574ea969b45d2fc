using Axle.Agents.Definition;
using Axle.Models;

namespace Axle.Server.OpenAi.Chat;

/// <summary>A request for an answer, as a client sent it.</summary>
/// <param name="Request">What the gateway is asked.</param>
/// <param name="Model">The model's name as written.</param>
/// <param name="Streams">Whether the answer is wanted while it comes.</param>
/// <param name="WantsUsage">Whether a stream is to end with what it consumed.</param>
internal sealed record ChatRequest(ModelRequest Request, string Model, bool Streams, bool WantsUsage)
{
    /// <summary>The agent that connects and is asked itself; null when a model is asked.</summary>
    public AgentDefinition? Agent { get; init; }
}
