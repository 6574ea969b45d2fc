namespace Axle.Tools.BuiltIn.Sources;

/// <summary>A file as it was read, and what tells whether it changed since.</summary>
/// <param name="Length">Bytes on disk.</param>
/// <param name="Changed">Last write, UTC.</param>
/// <param name="File">What was read.</param>
internal sealed record SeenFile(long Length, DateTime Changed, SourceFile File);
