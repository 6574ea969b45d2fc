using System.Runtime.InteropServices;
using System.Text.Json;

namespace Axle.Schemas.Checking;

/// <summary>
/// JSON may hold half of a surrogate pair as an escape (<c>"\ud800"</c>), and then reading the text throws. Found out once, up front.
/// </summary>
internal static class JsonText
{
    /// <summary>Makes sure that every name and text in a value can be read.</summary>
    /// <exception cref="CheckGivenUpException">One cannot.</exception>
    public static void Check(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("There is no JSON value; pass the root of a parsed document.", nameof(value));
        }

        if (!JsonMarshal.GetRawUtf8Value(value).Contains((byte)'\\'))
        {
            return;
        }

        try
        {
            Read(value);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new CheckGivenUpException($"a text holds half of a surrogate pair, which is no character ({unreadable.Message})");
        }
    }

    private static void Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    Read(property.Value);
                }

                break;
        }
    }
}
