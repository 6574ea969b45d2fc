using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Guardrails.Privacy.Detection;
using Axle.Guardrails.Privacy.Pseudonyms;

namespace Axle.Guardrails.Policy;

/// <summary>What is done to the values at a place in the arguments.</summary>
/// <param name="Path">Names parted by dots; a star stands for every property or item, two stars for any depth.</param>
/// <param name="Kind">
/// <c>redact</c> takes personal data out of a text, <c>limit</c> makes a number no larger than the value, <c>set</c> puts the value there,
/// <c>remove</c> null.
/// </param>
/// <param name="Value">For limit a number, for set a text.</param>
public sealed record ArgumentChange(string Path, string Kind, string Value)
{
    private const int ShortestIdentifier = 6;
    private static readonly Lazy<PersonalDataDetector> Detector = new(static () => new PersonalDataDetector());

    /// <summary>The arguments after the change.</summary>
    /// <exception cref="InvalidOperationException">A limit is for something that is no number.</exception>
    public JsonElement Apply(JsonElement arguments)
    {
        var node = JsonSerializer.SerializeToNode(arguments);
        ArgumentPath.Change(node, Path, Changed);
        return JsonSerializer.SerializeToElement(node);
    }

    private JsonNode? Changed(JsonNode? value) => (Kind, value) switch
    {
        ("set", _) => Value,
        ("remove", _) => null,
        (_, null) => null,
        // A list counts by its items, as it does in conditions.
        (_, JsonArray list) => new JsonArray([.. list.Select(item => Changed(item?.DeepClone()))]),
        ("redact", JsonObject map) => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Changed(p.Value?.DeepClone())))),
        ("redact", _) => Redacted(value),
        _ => Limited(value),
    };

    // A number of a card or a tax payer is long; a count of something is nobody's.
    private static JsonNode Redacted(JsonNode value)
    {
        if (value.GetValueKind() != JsonValueKind.String && value.ToJsonString().Length < ShortestIdentifier)
            return value;
        var text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        var found = Detector.Value.Detect(text);
        return found.Count == 0 ? value : Redaction.Redact(text, found);
    }

    // What is no number cannot be kept small, so it does not pass.
    private JsonNode Limited(JsonNode value)
    {
        var most = decimal.Parse(Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return ArgumentCondition.Number(JsonSerializer.SerializeToElement(value)) > most ? most : value;
    }
}
