using System.Runtime.InteropServices;
using System.Text.Json;

namespace Axle.Workflows.Expressions.Values;

/// <summary>A JSON object, read one level deep at the first question and kept, so that a member is the same object each time.</summary>
internal sealed class JsonObject(JsonElement json) : IExpressionObject
{
    private KeyedObject? _members;

    /// <summary>Bytes of the JSON.</summary>
    public int Length => JsonMarshal.GetRawUtf8Value(json).Length;

    public IEnumerable<string> Keys => (_members ?? Read()).Keys;

    public bool TryGet(string key, out ExpressionValue value) => (_members ?? Read()).TryGet(key, out value);

    private KeyedObject Read()
    {
        var members = new KeyedObject(json.EnumerateObject()
            .Select(member => KeyValuePair.Create(JsonText.ReadName(member), ExpressionValue.FromJson(member.Value))));

        // The first reader wins: two threads must see the same members, as equality of objects is identity.
        return Interlocked.CompareExchange(ref _members, members, null) ?? members;
    }
}
