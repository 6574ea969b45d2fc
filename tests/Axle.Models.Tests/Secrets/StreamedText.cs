using System.Text.Json;

namespace Axle.Models.Tests.Secrets;

/// <summary>Puts the strings of a stream's events together, whatever the protocol: all that have the same name, in order.</summary>
internal static class StreamedText
{
    public static string Of(string body)
    {
        var texts = new Dictionary<string, string>();
        foreach (var line in body.Split('\n').Where(static l => l.StartsWith("data: {", StringComparison.Ordinal)))
        {
            try
            {
                using var document = JsonDocument.Parse(line[6..]);
                Add(document.RootElement, "", texts);
            }
            catch (JsonException)
            {
                // A fault broke this event: it is looked at as it is.
                texts["broken"] = texts.GetValueOrDefault("broken") + line;
            }
        }

        return string.Join('\n', texts.Values);
    }

    private static void Add(JsonElement element, string name, Dictionary<string, string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                    Add(property.Value, property.Name, texts);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Add(item, name, texts);
                break;
            case JsonValueKind.String:
                texts[name] = texts.GetValueOrDefault(name) + element.GetString();
                break;
        }
    }
}
