using System.Collections.Frozen;
using System.Text.Json;
using Axle.Agents.BuiltIn;

namespace Axle.Agents.Definition;

/// <summary>Answers that many actions share, by name: the files <c>library/outputs/*.json</c>, each a JSON Schema.</summary>
public static class OutputShapes
{
    /// <summary>The shape of actions that name none.</summary>
    public const string Default = "review";

    private static readonly FrozenDictionary<string, JsonElement> Shapes = BuiltInLibrary.Names("outputs", ".json")
        .ToFrozenDictionary(static name => name, static name => Parse(BuiltInLibrary.Read($"outputs/{name}.json")));

    /// <summary>All names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Finds a shape; null when there is none of that name.</summary>
    public static JsonElement? Find(string name) => Shapes.TryGetValue(name, out var shape) ? shape : null;

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
