using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.McpPeer;

/// <summary>Tools that answer, or tell how far they are.</summary>
internal static class PlainTools
{
    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static readonly byte[] Silence = Convert.FromBase64String("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=");

    public static IEnumerable<McpServerTool> All() =>
    [
        Make("test_simple_text", () => "This is a simple text response for testing."),
        Make("test_image_content", () => ImageContentBlock.FromBytes(Pixel, "image/png")),
        Make("test_audio_content", () => AudioContentBlock.FromBytes(Silence, "audio/wav")),
        Make("test_embedded_resource", () => Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        Make("test_multiple_content_types", () => new ContentBlock[]
        {
            new TextContentBlock { Text = "Multiple content types test:" },
            ImageContentBlock.FromBytes(Pixel, "image/png"),
            Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
        }),
        Make("test_error_handling", string () => throw new McpException("This tool intentionally returns an error for testing")),
        Make("test_tool_with_progress", ProgressAsync),
        Make("test_tool_with_logging", LogAsync),
        Make("test_logging_tool", LogAsync),
        new SchemaTool(),
        Make("test_x_mcp_header", ([McpHeader("Region")] string region, [McpHeader("Priority")] int priority) => $"{region} {priority}"),
    ];

    public static McpServerTool Make(string name, Delegate work) =>
        McpServerTool.Create(work, new McpServerToolCreateOptions { Name = name, Description = $"The tool {name} of the conformance suite." });

    private static EmbeddedResourceBlock Embedded(string uri, string mime, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = mime, Text = text } };

    private static async Task<string> ProgressAsync(RequestContext<CallToolRequestParams> request, CancellationToken stop)
    {
        foreach (var progress in (float[])[0, 50, 100])
        {
            if (request.Params?.ProgressToken is { } token)
            {
                await request.Server.SendNotificationAsync(
                    NotificationMethods.ProgressNotification,
                    new ProgressNotificationParams { ProgressToken = token, Progress = new ProgressNotificationValue { Progress = progress, Total = 100 } },
                    McpJsonUtilities.DefaultOptions, stop);
            }
        }

        return "done";
    }

    private static async Task<string> LogAsync(RequestContext<CallToolRequestParams> request, CancellationToken stop)
    {
        foreach (var text in (string[])["Tool execution started", "Tool processing data", "Tool execution completed"])
        {
            if (request.Server.NegotiatedProtocolVersion != "2026-07-28")
            {
                await request.Server.SendNotificationAsync(
                    NotificationMethods.LoggingMessageNotification,
                    new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = JsonSerializer.SerializeToElement(text) },
                    McpJsonUtilities.DefaultOptions, stop);
            }
        }

        return "done";
    }

    /// <summary>A tool whose schema must arrive as it is.</summary>
    private sealed class SchemaTool : McpServerTool
    {
        public override Tool ProtocolTool { get; } = new()
        {
            Name = "json_schema_2020_12_tool",
            Description = "Keywords of JSON Schema 2020-12.",
            InputSchema = JsonElement.Parse("""
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                  "$defs": { "address": { "$anchor": "addressDef", "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } } },
                  "properties": {
                    "name": { "type": "string" }, "address": { "$ref": "#/$defs/address" }, "contactMethod": { "type": "string", "enum": ["phone", "email"] },
                    "phone": { "type": "string" }, "email": { "type": "string" }
                  },
                  "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
                  "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
                  "then": { "required": ["phone"] }, "else": { "required": ["email"] }, "additionalProperties": false
                }
                """),
        };

        public override IReadOnlyList<object> Metadata { get; } = [];

        public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new CallToolResult { Content = [new TextContentBlock { Text = "ok" }] });
    }
}
