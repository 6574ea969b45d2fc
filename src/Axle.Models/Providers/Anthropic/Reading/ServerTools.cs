using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>
/// Reads calls and results of tools that run at Anthropic. What is no tool either (a compaction, a change of model) has no content of its own.
/// </summary>
internal static class ServerTools
{
    public static AIContent Read(string type, string id, string name, JsonElement block) => type switch
    {
        "server_tool_use" when name == "web_search" => new WebSearchToolCallContent(id)
        {
            Queries = block.Field("input").Text("query") is { } query ? [query] : [],
        },
        "server_tool_use" when name.EndsWith("code_execution", StringComparison.Ordinal) => new CodeInterpreterToolCallContent(id)
        {
            Inputs = (block.Field("input").Text("code") ?? block.Field("input").Text("command")) is { } code ? [new TextContent(code)] : [],
        },
        "server_tool_use" => new ToolCallContent(id),
        "mcp_tool_use" => new McpServerToolCallContent(id, name, block.Text("server_name"))
        {
            Arguments = block.Field("input").Members().ToDictionary(m => m.Name, object? (m) => m.Value),
        },
        _ when block.Text("tool_use_id") is { } call => ReadResult(type, call, block),
        _ => new AIContent { RawRepresentation = block },
    };

    private static ToolResultContent ReadResult(string type, string call, JsonElement block) => type switch
    {
        "web_search_tool_result" => new WebSearchToolResultContent(call) { Outputs = [.. block.Items("content").Select(ReadPage).OfType<AIContent>()] },
        "mcp_tool_result" => new McpServerToolResultContent(call)
        {
            Outputs = [.. block.Items("content").Select(c => new TextContent(c.Text("text") ?? ""))],
        },
        _ when type.EndsWith("code_execution_tool_result", StringComparison.Ordinal) => new CodeInterpreterToolResultContent(call)
        {
            Outputs = [.. ReadOutputs(block.Field("content"))],
        },
        _ => new ToolResultContent(call),
    };

    private static UriContent? ReadPage(JsonElement page) =>
        Uri.TryCreate(page.Text("url"), UriKind.Absolute, out var url)
            ? new UriContent(url, "text/html") { AdditionalProperties = new() { ["title"] = page.Text("title") } }
            : null;

    private static IEnumerable<AIContent> ReadOutputs(JsonElement result)
    {
        if (result.Text("stdout") is { Length: > 0 } output)
            yield return new TextContent(output);
        if (result.Text("stderr") is { Length: > 0 } errors)
            yield return new ErrorContent(errors);
        if (result.Text("error_code") is { } code)
            yield return new ErrorContent(result.Text("error_message") ?? code) { ErrorCode = code };
        foreach (var file in result.Items("content"))
        {
            if (file.Text("file_id") is { } id)
                yield return new HostedFileContent(id);
        }
    }
}
