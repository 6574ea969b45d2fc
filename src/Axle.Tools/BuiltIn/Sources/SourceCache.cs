using System.Collections.Concurrent;

namespace Axle.Tools.BuiltIn.Sources;

/// <summary>
/// What the last readings found, so that the tools of one run read each file once. Held weakly, for a few workspaces: it never keeps memory
/// that is wanted elsewhere, and each reading checks size and time of every file before it takes one over.
/// </summary>
internal static class SourceCache
{
    private const int Workspaces = 16;
    private static readonly ConcurrentDictionary<string, WeakReference<IReadOnlyDictionary<string, SeenFile>>> Readings = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, SeenFile> Before(string root) =>
        Readings.TryGetValue(root, out var reference) && reference.TryGetTarget(out var files) ? files : new Dictionary<string, SeenFile>();

    public static void Remember(string root, IReadOnlyDictionary<string, SeenFile> files)
    {
        if (Readings.Count >= Workspaces)
        {
            Readings.Clear();
        }

        Readings[root] = new WeakReference<IReadOnlyDictionary<string, SeenFile>>(files);
    }
}
