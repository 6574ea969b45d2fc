namespace Axle.Workflows.Expressions.Values;

/// <summary>An object of ready values in the order of their keys; a repeated key keeps its first place and takes the last value.</summary>
internal sealed class KeyedObject : IExpressionObject
{
    private readonly OrderedDictionary<string, ExpressionValue> _members = new(StringComparer.OrdinalIgnoreCase);

    public KeyedObject(IEnumerable<KeyValuePair<string, ExpressionValue>> members)
    {
        foreach (var (key, value) in members)
        {
            _members[key] = value;
        }
    }

    public IEnumerable<string> Keys => _members.Keys;

    public bool TryGet(string key, out ExpressionValue value) => _members.TryGetValue(key, out value);
}
