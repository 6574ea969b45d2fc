using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Guardrails.Privacy.Detection;
using Axle.Guardrails.Privacy.Pseudonyms;

namespace Axle.Guardrails.Policy;

/// <summary>What is done to the values at a place in the arguments.</summary>
/// <param name="Path">Names parted by dots; a star stands for every property or item.</param>
/// <param name="Kind">
/// <c>redact</c> takes personal data out of a text, <c>limit</c> makes a number no larger than the value, <c>set</c> puts the value there,
/// <c>remove</c> null.
/// </param>
/// <param name="Value">For limit a number, for set a text.</param>
public sealed record ArgumentChange(string Path, string Kind, string Value)
{
    private static readonly Lazy<PersonalDataDetector> Detector = new(static () => new PersonalDataDetector());

    /// <summary>The arguments after the change.</summary>
    public JsonElement Apply(JsonElement arguments)
    {
        var node = JsonSerializer.SerializeToNode(arguments);
        ArgumentPath.Change(node, Path.Split('.'), Changed);
        return JsonSerializer.SerializeToElement(node);
    }

    private JsonNode? Changed(JsonNode? value) => Kind switch
    {
        "redact" when value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text => Redaction.Redact(text, Detector.Value.Detect(text)),
        "limit" when value?.GetValueKind() == JsonValueKind.Number && decimal.Parse(Value, CultureInfo.InvariantCulture) is var most
            && value.GetValue<decimal>() > most => most,
        "set" => Value,
        "remove" => null,
        _ => value,
    };
}
