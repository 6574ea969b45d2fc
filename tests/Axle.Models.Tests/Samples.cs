using System.Text.Json;

namespace Axle.Models.Tests;

/// <summary>Evidence as agents pass it, and schemas as they ask for.</summary>
internal static class Samples
{
    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static JsonElement File(string name) => Json(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)));

    public static JsonElement Evidence() => File("evidence.json");

    public static JsonElement ReviewSchema() => File("review-schema.json");

    public static JsonElement TextSchema { get; } = Json("""
        {"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"],"additionalProperties":false}
        """);
}
