using System.Text.Json;

namespace Axle.Client.Agents;

/// <summary>What came of a task.</summary>
/// <param name="Output">An object that matches <see cref="AgentTask.OutputSchema"/>.</param>
public sealed record AgentTaskResult(JsonElement Output)
{
    /// <summary>US dollars that were spent on it; they count for the run's budget.</summary>
    public decimal Usd { get; init; }

    /// <summary>Tokens that were spent on it.</summary>
    public long Tokens { get; init; }

    /// <summary>A result whose output is made of an object of the program.</summary>
    public static AgentTaskResult Of<T>(T output) => new(JsonSerializer.SerializeToElement(output, JsonSerializerOptions.Web));
}
