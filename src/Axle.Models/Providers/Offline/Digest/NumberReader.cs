using System.Text.Json;
using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>Collects the numbers that tools and earlier steps measured, with the path that names them.</summary>
internal static class NumberReader
{
    private const int DeepestFact = 4;
    private const int MostNumbers = 500;

    public static IReadOnlyList<(string Path, double Value)> Read(JsonElement evidence)
    {
        var numbers = new List<(string, double)>();
        foreach (var group in (string[])["tools", "upstream", "inputs"])
        {
            if (Json.Property(evidence, group) is { ValueKind: JsonValueKind.Object } sources)
                Collect(sources, "", DeepestFact, numbers);
        }

        return numbers;
    }

    private static void Collect(JsonElement element, string path, int depth, List<(string, double)> numbers)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (numbers.Count == MostNumbers)
                return;
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var value) && double.IsFinite(value))
                numbers.Add((name, value));
            else if (property.Value.ValueKind == JsonValueKind.Object && depth > 0)
                Collect(property.Value, name, depth - 1, numbers);
        }
    }
}
