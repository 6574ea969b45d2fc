namespace Axle.Workflows.Expressions.Nodes;

/// <summary>Finds what an expression refers to. Recursion is bounded by the depth limit of the parser.</summary>
internal static class ReferenceWalk
{
    public static IReadOnlyList<ContextReference> Collect(ExpressionNode root)
    {
        var references = new List<ContextReference>();
        Collect(root, references);
        references.Sort((left, right) => left.Position.CompareTo(right.Position));
        return references;
    }

    public static IEnumerable<CallNode> Calls(ExpressionNode node)
    {
        var found = new List<CallNode>();
        CollectCalls(node, found);
        return found;
    }

    private static void CollectCalls(ExpressionNode node, List<CallNode> found)
    {
        if (node is CallNode call)
        {
            found.Add(call);
        }

        foreach (var child in node.Children)
        {
            CollectCalls(child, found);
        }
    }

    private static void Collect(ExpressionNode node, List<ContextReference> references)
    {
        if (TryRead(node, out var context, out var path))
        {
            references.Add(new ContextReference(context.Name, path, context.Position));
            return;
        }

        foreach (var child in node.Children)
        {
            Collect(child, references);
        }
    }

    // A chain of constant indexes that starts at a context.
    private static bool TryRead(ExpressionNode node, out ContextNode context, out List<string> path)
    {
        path = [];
        while (node is IndexNode { Index: LiteralNode { Value.IsPrimitive: true } index } member)
        {
            path.Add(index.Value.ToText());
            node = member.Holder;
        }

        path.Reverse();
        context = (node as ContextNode)!;
        return context is not null;
    }
}
