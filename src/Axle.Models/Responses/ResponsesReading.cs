using System.Text.Json;
using Axle.Models.ChatCompletions;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>Reads a whole response, and what both a whole one and a stream's last event say about how it went.</summary>
internal static class ResponsesReading
{
    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="AxleException">It failed, or it is not there yet.</exception>
    /// <exception cref="FormatException">It is no response.</exception>
    public static ChatResponse ToResponse(JsonElement root, ProviderErrors errors)
    {
        ThrowIfFailed(root, errors);
        if (root.Field("output").ValueKind != JsonValueKind.Array)
            throw new FormatException("The answer holds no output.");

        var id = root.Text("id");
        var message = new ChatMessage(ChatRole.Assistant, []) { MessageId = id };
        foreach (var item in root.Items("output"))
            ResponseItems.Add(message.Contents, item);
        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = root.Text("model"),
            CreatedAt = root.Count("created_at") is > 0 and < 253_402_300_800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            FinishReason = Reason(root),
            Usage = Usage(root),
            AdditionalProperties = CompletionReading.Tier(root),
        };
    }

    /// <summary>What the whole response consumed, hosted tools included.</summary>
    public static UsageDetails? Usage(JsonElement root)
    {
        var usage = OpenAiUsage.Read(root.Field("usage"));
        if (usage is null)
            return null;
        foreach (var item in root.Items("output"))
            ResponseItems.Count(usage, item);
        return usage;
    }

    /// <summary>Why the response ended.</summary>
    public static ChatFinishReason Reason(JsonElement root)
    {
        var calls = false;
        foreach (var item in root.Items("output"))
        {
            if (ResponseItems.IsRefusal(item))
                return ChatFinishReason.ContentFilter;
            calls |= ResponseItems.IsCall(item);
        }

        if (root.Text("status") == "incomplete")
            return root.Field("incomplete_details").Text("reason") == "content_filter" ? ChatFinishReason.ContentFilter : ChatFinishReason.Length;
        return calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
    }

    /// <summary>Throws what a response says that failed, or that will only be answered later.</summary>
    public static void ThrowIfFailed(JsonElement root, ProviderErrors errors)
    {
        if (root.Field("error").ValueKind == JsonValueKind.Object)
            throw errors.FromWire(WireFault.Read(0, headers: null, root.GetRawText(), default));
        switch (root.Text("status"))
        {
            case "failed":
                throw errors.FromWire(new WireFault(0, "server_error", "", "", null));
            case "queued" or "in_progress":
                throw errors.Malformed("puts the answer off until later, which nobody asked for; ask without 'background'");
            case "cancelled":
                throw errors.Malformed("sent an answer that was cancelled at the provider");
        }
    }
}
