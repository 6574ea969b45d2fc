using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Axle.Schemas;

namespace Axle.Tools.Validation;

/// <summary>How large arguments may be: 1 MiB as a whole, 64 KiB a string unless the tool's schema asks for more by <c>maxLength</c>.</summary>
internal sealed class ArgumentSizes
{
    /// <summary>Bytes of the whole arguments object as JSON.</summary>
    public const int LargestArguments = 1024 * 1024;

    /// <summary>Bytes of one string as JSON, where the schema does not ask for more.</summary>
    public const int LargestString = 64 * 1024;

    private const int BytesPerCharacter = 4;

    private readonly long _largestString;

    public ArgumentSizes(JsonElement schema) => _largestString = Math.Max(LargestString, LargestMaxLength(schema) * BytesPerCharacter);

    /// <summary>What is too large; null when nothing is.</summary>
    public SchemaFault? Check(JsonElement arguments)
    {
        var size = JsonMarshal.GetRawUtf8Value(arguments).Length;
        if (size > LargestArguments)
        {
            return new SchemaFault("", "size", "#", $"the arguments take {size} bytes; at most {LargestArguments} are allowed, pass large data as a file");
        }

        return size > _largestString ? LargeString(arguments, "") : null;
    }

    private SchemaFault? LargeString(JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when JsonMarshal.GetRawUtf8Value(value).Length - 2 > _largestString:
                return new SchemaFault(path, "size", "#", $"the text is longer than {_largestString} bytes; pass large data as a file");
            case JsonValueKind.Array:
                return value.EnumerateArray()
                    .Select((item, index) => LargeString(item, $"{path}/{index.ToString(CultureInfo.InvariantCulture)}"))
                    .FirstOrDefault(fault => fault is not null);
            case JsonValueKind.Object:
                return value.EnumerateObject()
                    .Select(property => LargeString(property.Value, $"{path}/{Escape(property.Name)}"))
                    .FirstOrDefault(fault => fault is not null);
            default:
                return null;
        }
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static long LargestMaxLength(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Array => schema.EnumerateArray().Select(LargestMaxLength).DefaultIfEmpty().Max(),
        JsonValueKind.Object => schema.EnumerateObject().Select(LargestMaxLength).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static long LargestMaxLength(JsonProperty keyword) =>
        keyword.Name == "maxLength" && keyword.Value.ValueKind == JsonValueKind.Number && keyword.Value.TryGetInt64(out var length)
            ? Math.Clamp(length, 0, LargestArguments)
            : LargestMaxLength(keyword.Value);
}
