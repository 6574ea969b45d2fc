using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Guardrails.Privacy.Detection;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>Stand-ins in JSON: arguments of tools and structured answers. Only strings change; names of properties stay.</summary>
public static class PseudonymJson
{
    /// <summary>The value with stand-ins for what is personal in its strings.</summary>
    public static JsonElement Replace(JsonElement value, PersonalDataDetector detector, PseudonymSession session) =>
        Change(value, text => session.Replace(text, detector.Detect(text)));

    /// <summary>The value with what stood behind the stand-ins.</summary>
    public static JsonElement Restore(JsonElement value, PseudonymSession session) => Change(value, text => PseudonymRestorer.Restore(text, session));

    private static JsonElement Change(JsonElement value, Func<string, string> change) =>
        JsonSerializer.SerializeToElement(Changed(JsonSerializer.SerializeToNode(value), change));

    private static JsonNode? Changed(JsonNode? node, Func<string, string> change) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Changed(p.Value, change)))),
        JsonArray list => new JsonArray([.. list.Select(item => Changed(item, change))]),
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.String => JsonValue.Create(change(leaf.GetValue<string>())),
        _ => node?.DeepClone(),
    };
}
