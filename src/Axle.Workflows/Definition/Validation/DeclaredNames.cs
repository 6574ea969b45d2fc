using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Validation;

/// <summary>Names that a workflow declares. Null: they could not be read, so nothing is known to be missing.</summary>
/// <param name="Inputs">Names of the inputs.</param>
/// <param name="Variables">Names of the variables.</param>
internal sealed record DeclaredNames(HashSet<string>? Inputs, HashSet<string>? Variables)
{
    /// <summary>Collects the names from the file itself, so that their order in the file means nothing.</summary>
    public static DeclaredNames Of(Node root) => new(Names(root.Find("inputs")), Names(root.Find("variables")));

    private static HashSet<string>? Names(Node? node) => node switch
    {
        null => [],
        { Kind: NodeKind.Mapping } => node.Entries.Select(static e => e.Key.Text).ToHashSet(StringComparer.OrdinalIgnoreCase),
        _ => null,
    };
}
