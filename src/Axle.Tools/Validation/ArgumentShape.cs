using System.Text.Json;

namespace Axle.Tools.Validation;

/// <summary>
/// A schema as far as mending and sinks need it: what a place is called, which kinds it takes, where its value goes. <c>allOf</c> and local
/// <c>$ref</c>s are merged in, branches of <c>anyOf</c> and <c>oneOf</c> kept apart. May lead back to itself.
/// </summary>
internal sealed class ArgumentShape
{
    /// <summary>Kinds that the place takes, by their names in schemas; empty for all.</summary>
    public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Declared properties.</summary>
    public Dictionary<string, ArgumentShape> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Names that must be there.</summary>
    public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

    /// <summary>Shape of an array's items; null when nothing is said.</summary>
    public ArgumentShape? Items { get; set; }

    /// <summary>The alternatives of <c>anyOf</c> and <c>oneOf</c>.</summary>
    public List<ArgumentShape> Branches { get; } = [];

    /// <summary>Allowed values of <c>enum</c> and <c>const</c>; null for any.</summary>
    public IReadOnlyList<JsonElement>? Values { get; set; }

    /// <summary>Whether names that are not declared are let in on purpose.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Where the value goes; null when it only is data.</summary>
    public ArgumentSink? Sink { get; set; }

    /// <summary>Whether the value is a path or a pattern of paths by its format.</summary>
    public bool HasPathFormat { get; set; }

    /// <summary>Whether a number outside its range may be brought to the nearest end.</summary>
    public bool Clamps { get; set; }

    /// <summary>Smallest number.</summary>
    public decimal? Least { get; set; }

    /// <summary>Largest number.</summary>
    public decimal? Most { get; set; }

    /// <summary>Whether the value, or values in it, must reach the tool as the model wrote them.</summary>
    public bool IsProtected => IsSink || Items is { IsSink: true } || Branches.Any(static branch => branch.IsSink || branch.Items is { IsSink: true });

    /// <summary>Where values of the place, or of places inside it, go.</summary>
    public HashSet<ArgumentSink> Sinks()
    {
        var sinks = new HashSet<ArgumentSink>();
        var seen = new HashSet<ArgumentShape>(ReferenceEqualityComparer.Instance);
        var open = new Stack<ArgumentShape>([this]);
        while (open.TryPop(out var shape))
        {
            if (!seen.Add(shape))
                continue;
            if (shape.Sink is { } sink)
                sinks.Add(sink);
            if (shape.HasPathFormat)
                sinks.Add(ArgumentSink.Path);
            foreach (var inner in shape.Properties.Values.Concat(shape.Branches))
                open.Push(inner);
            if (shape.Items is { } items)
                open.Push(items);
        }

        return sinks;
    }

    private bool IsSink => Sink is not null || HasPathFormat;

    /// <summary>Whether a name that is not declared is a slip: names are declared, and nothing lets others in.</summary>
    public bool IsClosed => Properties.Count > 0 && !IsOpen && Branches.Count == 0;
}
