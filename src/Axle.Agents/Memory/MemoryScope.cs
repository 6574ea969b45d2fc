using System.Security.Cryptography;
using System.Text;
using Axle.Workflows.Ports;

namespace Axle.Agents.Memory;

/// <summary>Who shares notes: the agents of one run, or all that ever work on one workspace.</summary>
/// <param name="Space">Where the store keeps them; at most 128 characters.</param>
/// <param name="Kept">How long after the last write a note is kept; null for as long as the database.</param>
public sealed record MemoryScope(string Space, TimeSpan? Kept)
{
    private static readonly TimeSpan KeptForRun = TimeSpan.FromDays(30);

    /// <summary>The notes of one run; kept for 30 days.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tenant">Whose run it is; null for the default tenant.</param>
    public static MemoryScope OfRun(RunId run, string? tenant = null) => new(TenantSpace.Of($"memory:run:{Short(run.Value)}", tenant), KeptForRun);

    /// <summary>The notes that a tenant has of a workspace.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <param name="tenant">Whose notes; null for the default tenant.</param>
    public static MemoryScope OfWorkspace(string path, string? tenant = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new MemoryScope(TenantSpace.Of($"memory:place:{Short(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))}", tenant), null);
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
