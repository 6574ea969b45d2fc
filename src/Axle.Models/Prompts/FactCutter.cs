using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Evidence;

namespace Axle.Models.Prompts;

/// <summary>Copies facts with arrays and texts cut to a length; findings are taken out, they are added by rank.</summary>
internal sealed class FactCutter(int items, int characters)
{
    /// <summary>How many arrays, texts and objects were cut.</summary>
    public int Shortened { get; private set; }

    public JsonNode? Cut(JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object => CutObject(element, depth),
        JsonValueKind.Array => CutArray(element, depth),
        JsonValueKind.String => CutText(element.GetString()!),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonNode.Parse(element.GetRawText()),
    };

    private JsonObject CutObject(JsonElement element, int depth)
    {
        var cut = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && depth == 0)
            {
                Shortened++;
                continue;
            }

            if (property.Name == FindingReader.Findings && property.Value.ValueKind == JsonValueKind.Array)
                cut[property.Name] = new JsonArray();
            else
                cut[property.Name] = Cut(property.Value, depth - 1);
        }

        return cut;
    }

    private JsonArray CutArray(JsonElement element, int depth)
    {
        var cut = new JsonArray();
        var most = depth <= 0 ? 0 : items;
        foreach (var item in element.EnumerateArray().Take(most))
            cut.Add(Cut(item, depth - 1));
        if (element.GetArrayLength() > most)
            Shortened++;
        return cut;
    }

    private JsonValue CutText(string text)
    {
        if (text.Length > characters)
            Shortened++;
        return JsonValue.Create(Prose.Cut(text, characters))!;
    }
}
