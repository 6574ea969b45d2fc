using System.Text.Json;
using Axle.Models.Wire.Conversations;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>
/// Reads one block of an answer. Blocks of tools that run at Anthropic, compactions, and kinds that nobody knew when this was written keep their JSON,
/// so that the next turn sends them back unchanged.
/// </summary>
internal static class Blocks
{
    /// <summary>Where a content keeps its block.</summary>
    public const string Kept = "anthropic.block";

    /// <summary>Where thinking keeps its signature, and the mark that Anthropic made it.</summary>
    public const string Signature = "anthropic.signature";

    public static AIContent Read(JsonElement block)
    {
        var id = block.Text("id") ?? "";
        var name = block.Text("name") ?? "";
        var type = block.Text("type") ?? "";
        switch (type)
        {
            case "text":
                return new TextContent(block.Text("text") ?? "") { Annotations = Citations.ReadAll(block), RawRepresentation = block };
            case "thinking":
                return Thinking(block.Text("thinking") ?? "", block.Text("signature"));
            case "redacted_thinking":
                return new TextReasoningContent("") { ProtectedData = block.Text("data") }.Keep(Kept, block);
            case "tool_use":
                var call = ToolArguments.Call(id, name, block.Field("input"));
                // A call that a program of the model made, not the model itself: the answer must name the program again.
                return block.Field("caller").Text("type") is null or "direct" ? call : call.Keep(Kept, block);
            default:
                return ServerTools.Read(type, id, name, block).Keep(Kept, block);
        }
    }

    /// <summary>A piece of thinking; a signature closes it.</summary>
    public static TextReasoningContent Thinking(string text, string? signature) =>
        new TextReasoningContent(text) { ProtectedData = string.IsNullOrEmpty(signature) ? null : signature }.Keep(Signature, signature ?? "");
}
