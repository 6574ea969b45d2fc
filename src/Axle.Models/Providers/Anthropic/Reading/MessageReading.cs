using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>Reads a whole answer.</summary>
internal static class MessageReading
{
    public static ChatResponse Read(JsonElement root)
    {
        var usage = new UsageReading();
        usage.Take(root.Field("usage"));
        var id = root.Text("id");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. root.Items("content").Select(Blocks.Read)]) { MessageId = id })
        {
            ResponseId = id,
            ModelId = root.Text("model"),
            FinishReason = StopReasons.Read(root.Text("stop_reason")),
            Usage = usage.ToDetails(),
            RawRepresentation = root,
        };
    }
}
