using System.Text.Json;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class ToolReader
{
    private const int MostTools = 512;
    private static readonly JsonElement NoArguments = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <summary>Reads the tools; null when there are none.</summary>
    public static List<AITool>? Read(JsonElement body)
    {
        if (body.List("tools", "") is not { } list || list.GetArrayLength() == 0)
            return null;
        if (list.GetArrayLength() > MostTools)
            throw ApiErrors.Invalid("tools", $"'tools' has {list.GetArrayLength()} tools; at most {MostTools} are taken.", "invalid_value");
        var tools = new List<AITool>(list.GetArrayLength());
        foreach (var tool in list.EnumerateArray())
        {
            var place = $"tools[{tools.Count}]";
            if (tool.Text("type", place) is not "function")
                throw ApiErrors.Invalid($"{place}.type", $"'{place}.type' must be 'function'.", "invalid_value");
            var function = tool.Object("function", place)
                ?? throw ApiErrors.Invalid($"{place}.function", $"Missing required parameter: '{place}.function'.", "missing_required_parameter");
            // Kept beyond the request: what is shared with another one may outlive it.
            var schema = function.Object("parameters", place) is { } parameters ? parameters.Clone() : NoArguments;
            tools.Add(new ClientTool(
                function.NeedText("name", $"{place}.function"), function.Text("description", place) ?? "", schema, function.Truth("strict") is true));
        }

        return tools;
    }

    /// <summary>Reads which tool is to be called; null leaves it to the model.</summary>
    public static ChatToolMode? ReadChoice(JsonElement body) => body.Field("tool_choice") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } word => word.GetString() switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "required" => ChatToolMode.RequireAny,
            _ => throw Wrong(),
        },
        { ValueKind: JsonValueKind.Object } named when named.Object("function", "tool_choice") is { } function =>
            ChatToolMode.RequireSpecific(function.NeedText("name", "tool_choice.function")),
        _ => throw Wrong(),
    };

    private static ApiException Wrong() => ApiErrors.Invalid("tool_choice",
        "Invalid value for 'tool_choice': must be 'none', 'auto', 'required' or {\"type\":\"function\",\"function\":{\"name\":…}}.", "invalid_value");
}
