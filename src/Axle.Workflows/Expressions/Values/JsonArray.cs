using System.Runtime.InteropServices;
using System.Text.Json;

namespace Axle.Workflows.Expressions.Values;

/// <summary>A JSON array, read one level deep at the first question and kept, so that an item is the same object each time.</summary>
internal sealed class JsonArray(JsonElement json) : IExpressionArray
{
    private ExpressionValue[]? _items;

    /// <summary>Bytes of the JSON.</summary>
    public int Length => JsonMarshal.GetRawUtf8Value(json).Length;

    public int Count => json.GetArrayLength();

    public ExpressionValue this[int index] => (_items ?? Read())[index];

    private ExpressionValue[] Read()
    {
        var items = new ExpressionValue[json.GetArrayLength()];
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            items[index++] = ExpressionValue.FromJson(item);
        }

        // The first reader wins: two threads must see the same items, as equality of objects is identity.
        return Interlocked.CompareExchange(ref _items, items, null) ?? items;
    }
}
