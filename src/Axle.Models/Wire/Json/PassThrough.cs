using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.Json;

/// <summary>Options that only one protocol knows go over the wire as the caller wrote them, when they are on the protocol's list.</summary>
internal static class PassThrough
{
    /// <summary>Writes the options on the list that are set.</summary>
    public static void Write(Utf8JsonWriter writer, ChatOptions options, params ReadOnlySpan<string> known)
    {
        if (options.AdditionalProperties is not { Count: > 0 } more)
            return;
        foreach (var name in known)
        {
            if (!more.TryGetValue(name, out var value) || value is null)
                continue;
            writer.WritePropertyName(name);
            ToolArguments.WriteValue(writer, value);
        }
    }
}
