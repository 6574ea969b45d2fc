namespace Axle.Models.ChatCompletions;

/// <summary>An error object that arrived as an event of a stream. Leaves this room only as an <see cref="AxleException"/>.</summary>
internal sealed class CompletionsStreamException(string body) : Exception("The stream carried an error.")
{
    /// <summary>The event's JSON.</summary>
    public string Body { get; } = body;
}
