using System.Text.Json;

namespace Axle.Server.Endpoints.Chat;

/// <summary>What is said to an agent: one message, or a conversation as AG-UI's clients send it.</summary>
public sealed record AgentChatRequest
{
    /// <summary>What is said now; the last message of <see cref="Messages"/> when it is missing.</summary>
    public string? Message { get; init; }

    /// <summary>The conversation: what it belongs to; null for a new one. <see cref="ThreadId"/> is the same.</summary>
    public string? Session { get; init; }

    /// <summary>The conversation, in AG-UI's words.</summary>
    public string? ThreadId { get; init; }

    /// <summary>What was said so far, oldest first; the last 20 are given to the agent.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>What else the agent needs to know: any JSON.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>Whether effects on the outside world are carried out; without it they are only planned.</summary>
    public bool Apply { get; init; }
}

/// <summary>A message of a conversation.</summary>
/// <param name="Role"><c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">What was said.</param>
public sealed record ChatMessage(string Role, string? Content = null);
