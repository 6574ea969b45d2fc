using System.Security.Cryptography;
using System.Text;

namespace Axle.Agents.Memory;

/// <summary>Who shares notes: the agents of one run, or all that ever work on one workspace.</summary>
/// <param name="Space">Where the store keeps them; at most 64 characters.</param>
/// <param name="Kept">How long after the last write a note is kept; null for as long as the database.</param>
public sealed record MemoryScope(string Space, TimeSpan? Kept)
{
    private static readonly TimeSpan KeptForRun = TimeSpan.FromDays(30);

    /// <summary>The notes of one run; kept for 30 days.</summary>
    public static MemoryScope OfRun(RunId run) => new($"memory:run:{Short(run.Value)}", KeptForRun);

    /// <summary>The notes of a workspace.</summary>
    /// <param name="path">Its absolute path.</param>
    public static MemoryScope OfWorkspace(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new MemoryScope($"memory:place:{Short(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))}", null);
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
