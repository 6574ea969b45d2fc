namespace Axle.Workflows.Definition.Building;

/// <summary>
/// An object of the language while it is being built: keys in the order in which they were said. What is said twice is there twice, so
/// that the reader can say so.
/// </summary>
internal sealed class Draft
{
    /// <summary>Keys and values. A value is null, a text, a number, true or false, a duration, a choice, data as JSON, a draft or a list.</summary>
    public List<KeyValuePair<string, object?>> Entries { get; } = [];

    /// <summary>File of the C# that says this; null when it belongs to what is around it.</summary>
    public string? File { get; init; }

    /// <summary>Line of the C# that says this.</summary>
    public int Line { get; init; }

    /// <summary>Adds a key.</summary>
    public void Add(string key, object? value) => Entries.Add(new(key, value));

    /// <summary>Adds a key when there is a value.</summary>
    public Draft AddGiven(string key, object? value)
    {
        if (value is not null)
            Add(key, value);
        return this;
    }

    /// <summary>Adds a key when there is any item.</summary>
    public Draft AddItems<T>(string key, IEnumerable<T>? items)
    {
        if (items?.Cast<object?>().ToList() is { Count: > 0 } list)
            Add(key, list);
        return this;
    }

    /// <summary>The object under a key, which is there once and grows with each thing that is said about it.</summary>
    public Draft Inner(string key) => Grown<Draft>(key);

    /// <summary>The list under a key, which is there once and grows with each thing that is said about it.</summary>
    public List<object?> List(string key) => Grown<List<object?>>(key);

    private T Grown<T>(string key)
        where T : class, new()
    {
        if (Entries.FindLast(e => e.Key == key).Value is T there)
            return there;
        var made = new T();
        Add(key, made);
        return made;
    }
}
