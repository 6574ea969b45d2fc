using System.Text.Json;

namespace Axle.Tools.BuiltIn.Code;

/// <summary>The parameters that the tools of this folder share: <c>path</c> and <c>maxFindings</c>.</summary>
internal static class ToolSchema
{
    /// <summary>How many findings a tool lists when it is not told.</summary>
    public const int Findings = 200;

    /// <summary>A schema with the shared parameters and more.</summary>
    /// <param name="properties">Further properties as JSON, without braces around them; may be empty.</param>
    public static JsonElement Of(string properties = "") => JsonElement.Parse($$"""
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "path": { "type": "string", "maxLength": 1000, "description": "Folder, file or pattern (*, **, ?) inside the workspace; everything when left out." },
            "maxFindings": { "type": "integer", "minimum": 0, "maximum": 10000, "default": 200, "description": "How many findings to list, worst first." }{{(properties.Length > 0 ? "," : "")}}
            {{properties}}
          }
        }
        """);
}
