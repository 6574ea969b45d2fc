using System.Collections.Concurrent;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>
/// The last readings, so that the tools of one run read each file once. Held weakly, for a few workspaces: as long as somebody uses a tree, the next
/// reading takes over from it; and each reading checks size and time of every file before it takes one over.
/// </summary>
internal static class SourceCache
{
    private const int Workspaces = 16;
    private static readonly ConcurrentDictionary<string, WeakReference<SourceTree>> Readings = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, SeenFile> Before(string root) =>
        Readings.TryGetValue(root, out var reference) && reference.TryGetTarget(out var tree) ? tree.Seen : new Dictionary<string, SeenFile>();

    public static void Remember(SourceTree tree)
    {
        if (Readings.Count >= Workspaces)
        {
            foreach (var (root, reference) in Readings)
            {
                if (!reference.TryGetTarget(out _))
                    Readings.TryRemove(root, out _);
            }
        }

        Readings[tree.Root] = new WeakReference<SourceTree>(tree);
    }
}
