namespace Axle.Workflows.Expressions.Nodes;

/// <summary>Finds what an expression refers to and what it calls. Recursion is bounded by the depth limit of the parser.</summary>
internal sealed class ReferenceWalk
{
    private readonly List<ContextReference> _references = [];
    private readonly List<CallNode> _calls = [];

    /// <summary>Contexts that are read, in the order of the text, and calls, outer ones first.</summary>
    public static (IReadOnlyList<ContextReference> References, IReadOnlyList<CallNode> Calls) Collect(ExpressionNode root)
    {
        if (Read(root) is { } only)
            return ([only], []);
        var walk = new ReferenceWalk();
        walk.Visit(root);
        walk._references.Sort(static (left, right) => left.Position.CompareTo(right.Position));
        return (walk._references, walk._calls);
    }

    private void Visit(ExpressionNode node)
    {
        if (Read(node) is { } reference)
        {
            _references.Add(reference);
            return;
        }

        if (node is CallNode call)
        {
            _calls.Add(call);
        }

        foreach (var child in node.Children)
        {
            Visit(child);
        }
    }

    // A chain of constant indexes that starts at a context.
    private static ContextReference? Read(ExpressionNode node)
    {
        var length = 0;
        var first = node;
        for (; first is IndexNode { Index: LiteralNode { Value.IsPrimitive: true } } member; first = member.Holder)
        {
            length++;
        }

        if (first is not ContextNode context)
        {
            return null;
        }

        var path = length == 0 ? [] : new string[length];
        for (var holder = node; holder is IndexNode { Index: LiteralNode index } member; holder = member.Holder)
        {
            path[--length] = index.Value.ToText();
        }

        return new ContextReference(context.Name, path, context.Position);
    }
}
