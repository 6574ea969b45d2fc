namespace Axle.Tools.BuiltIn.Sources;

/// <summary>How much of a workspace is read.</summary>
/// <param name="FileBytes">Largest file, in bytes.</param>
/// <param name="Files">Most files.</param>
/// <param name="TotalBytes">Most bytes in all files together.</param>
public sealed record SourceLimits(int FileBytes = 2 * 1024 * 1024, int Files = 50_000, long TotalBytes = 512L * 1024 * 1024)
{
    /// <summary>2 MiB a file, 50,000 files, 512 MiB together.</summary>
    public static SourceLimits Default { get; } = new();
}
