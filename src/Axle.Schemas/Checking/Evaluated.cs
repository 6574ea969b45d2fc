namespace Axle.Schemas.Checking;

/// <summary>Which parts of one instance some schema has looked at; what is left is up to <c>unevaluated…</c>.</summary>
internal sealed class Evaluated
{
    private HashSet<string>? _names;
    private HashSet<int>? _items;
    private bool _allNames;
    private int _firstItems;

    public bool Has(string name) => _allNames || _names?.Contains(name) == true;

    public bool Has(int item) => item < _firstItems || _items?.Contains(item) == true;

    public void Add(string name) => (_names ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);

    public void Add(int item) => (_items ??= []).Add(item);

    public void AddAllNames() => _allNames = true;

    public void AddFirstItems(int count) => _firstItems = Math.Max(_firstItems, count);

    public void AddAllItems() => _firstItems = int.MaxValue;

    /// <summary>Takes over what a schema beside this one has looked at. Only call this when that schema matched.</summary>
    public void Add(Evaluated other)
    {
        _allNames |= other._allNames;
        _firstItems = Math.Max(_firstItems, other._firstItems);
        if (other._names is not null)
        {
            (_names ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(other._names);
        }

        if (other._items is not null)
        {
            (_items ??= []).UnionWith(other._items);
        }
    }
}
