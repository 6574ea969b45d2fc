using System.Buffers;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Faults;

/// <summary>
/// Finds the paths of nodes. Done only for nodes that have faults: a good file pays nothing for paths. A node that is used more than
/// once through aliases has the path of its first use.
/// </summary>
internal static class NodePaths
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(".[]' \n");

    /// <summary>Paths of the wanted nodes that are in the tree, for example <c>steps[2].dependsOn[0]</c>.</summary>
    public static Dictionary<Node, string> Find(Node? root, IEnumerable<Node?> wanted)
    {
        var search = new Search([.. wanted.OfType<Node>()]);
        if (root is not null)
            search.Visit(root, "");
        return search.Paths;
    }

    private sealed class Search(HashSet<Node> wanted)
    {
        private readonly HashSet<Node> _visited = [];

        public Dictionary<Node, string> Paths { get; } = [];

        public void Visit(Node node, string path)
        {
            if (!_visited.Add(node) || Paths.Count == wanted.Count)
                return;
            Note(node, path);
            for (var i = 0; i < node.Items.Count; i++)
                Visit(node.Items[i], $"{path}[{i}]");
            foreach (var (key, value) in node.Entries)
            {
                var inner = Join(path, key.Text);
                Note(key, inner);
                Visit(value, inner);
            }
        }

        private void Note(Node node, string path)
        {
            if (wanted.Contains(node))
                Paths.TryAdd(node, path);
        }

        private static string Join(string path, string key)
        {
            if (key.Length == 0 || key.AsSpan().IndexOfAny(NeedQuotes) >= 0)
                return $"{path}['{Shown.Text(key)}']";
            return path.Length == 0 ? Shown.Text(key) : $"{path}.{Shown.Text(key)}";
        }
    }
}
