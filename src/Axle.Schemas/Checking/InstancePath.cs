using System.Globalization;
using System.Text;

namespace Axle.Schemas.Checking;

/// <summary>One step of the way from the whole instance to a value inside it. Only made while faults are written down.</summary>
internal sealed class InstancePath
{
    private readonly InstancePath? _parent;
    private readonly string? _name;
    private readonly int _index;

    public InstancePath(InstancePath? parent, string name) => (_parent, _name) = (parent, name);

    public InstancePath(InstancePath? parent, int index) => (_parent, _index) = (parent, index);

    /// <summary>The way as a JSON pointer (RFC 6901).</summary>
    public static string ToPointer(InstancePath? path)
    {
        var steps = new Stack<string>();
        for (var step = path; step is not null; step = step._parent)
        {
            steps.Push(step._name is null ? step._index.ToString(CultureInfo.InvariantCulture) : Escape(step._name));
        }

        var pointer = new StringBuilder();
        foreach (var step in steps)
        {
            pointer.Append('/').Append(step);
        }

        return pointer.ToString();
    }

    /// <summary>Writes a property name as one step of a JSON pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
