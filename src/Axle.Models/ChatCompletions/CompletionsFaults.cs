using System.ClientModel;
using System.Text.Json;
using Axle.Models.Wire;

namespace Axle.Models.ChatCompletions;

/// <summary>What the OpenAI SDK throws besides error answers.</summary>
internal static class CompletionsFaults
{
    public static WireFault? ReadStreamFault(Exception exception) =>
        exception is CompletionsStreamException fault ? WireFault.Read(0, headers: null, fault.Body, default) : null;

    public static bool IsUnreadableAnswer(Exception exception) =>
        exception is ArgumentException or InvalidOperationException or KeyNotFoundException or NullReferenceException or JsonException or
            ClientResultException { Status: 200 };
}
