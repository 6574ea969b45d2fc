using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Review;

/// <summary>The arguments that every evidence tool of the review takes.</summary>
/// <param name="Path">Folder, file or pattern to look at; null for the whole workspace.</param>
/// <param name="Limit">How many findings to return; the summary counts all.</param>
internal sealed record ReviewArguments(string? Path, int Limit)
{
    private const int DefaultLimit = 500;

    /// <summary>JSON Schema of the arguments.</summary>
    public static JsonElement Schema { get; } = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "path": { "type": "string", "description": "Folder, file or pattern (*, **, ?) to look at, relative to the workspace. All when absent." },
            "limit": { "type": "integer", "minimum": 1, "maximum": 10000, "default": 500, "description": "How many findings to return, most severe first; the summary counts all." }
          },
          "additionalProperties": false
        }
        """);

    public static ReviewArguments From(JsonElement arguments) => new(
        arguments.ValueKind is JsonValueKind.Object && arguments.TryGetProperty("path", out var path) &&
            path.ValueKind is JsonValueKind.String ? path.GetString() : null,
        arguments.ValueKind is JsonValueKind.Object && arguments.TryGetProperty("limit", out var limit) &&
            limit.TryGetInt32(out var number) ? number : DefaultLimit);
}

/// <summary>How much a file's findings matter.</summary>
internal static class SourceStanding
{
    /// <summary>Whether the project's people wrote it: neither generated nor somebody else's.</summary>
    public static bool IsOwn(this SourceFile file) => !file.IsGenerated && !file.IsVendored;

    /// <summary>Why findings in the file matter less; null in what ships.</summary>
    public static string? Lowered(this SourceFile file) =>
        file.IsTest ? "the file is test code" : file.IsExample ? "the file is documentation, an example or a benchmark" : null;
}
