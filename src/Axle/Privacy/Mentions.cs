using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Privacy;

/// <summary>Looks for texts in JSON: in what its strings say, not in how they are spelled there. A text counts where it stands as a whole word.</summary>
/// <param name="texts">The texts; letter case does not count.</param>
internal sealed class Mentions(ImmutableArray<string> texts)
{
    private static readonly JsonSerializerOptions Whole = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 256,
        Converters = { new WholePayload(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>An event with its values, however large.</summary>
    public static JsonElement JsonOf(RunEvent happened) => JsonSerializer.SerializeToElement(happened, happened.GetType(), Whole);

    /// <summary>Whether a value or a name in it holds one of the texts.</summary>
    public bool In(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(p => In(p.Name) || In(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(In),
        JsonValueKind.String => In(value.GetString()!),
        JsonValueKind.Number => In(value.GetRawText()),
        _ => false,
    };

    /// <summary>Whether a text holds one of the texts.</summary>
    public bool In(string where)
    {
        foreach (var text in texts)
        {
            for (var from = 0; where.IndexOf(text, from, StringComparison.OrdinalIgnoreCase) is >= 0 and var at; from = at + 1)
            {
                if (!IsWithin(where, at - 1) && !IsWithin(where, at + text.Length))
                    return true;
            }
        }

        return false;
    }

    private static bool IsWithin(string where, int at) => at >= 0 && at < where.Length && char.IsLetterOrDigit(where[at]);

    private sealed class WholePayload : JsonConverter<Payload>
    {
        public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Payload.From(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8(), skipInputValidation: true);
    }
}
