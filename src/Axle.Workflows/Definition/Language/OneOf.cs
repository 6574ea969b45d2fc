using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Language;

/// <summary>Keys that exclude each other and of which one is needed.</summary>
internal static class OneOf
{
    /// <summary>Whether exactly one of the keys is there; a fault when not.</summary>
    public static bool Check(ReadingContext context, Node node, string title, params string[] keys)
    {
        var present = keys.Where(k => node.Find(k) is not null).ToList();
        if (present.Count == 1)
            return true;
        var choice = "'" + string.Join("', '", keys[..^1]) + $"' or '{keys[^1]}'";
        if (present.Count == 0)
            context.Faults.Add(FaultCode.OneOfKeys, node, $"{title} needs {choice}.", "Add one of them.");
        else
            context.Faults.Add(FaultCode.OneOfKeys, node.Find(present[1])!, $"{title} has both '{present[0]}' and '{present[1]}'.", "Keep one of them.");
        return false;
    }
}
