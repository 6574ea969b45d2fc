namespace Axle.Tools.BuiltIn.Git;

/// <summary>One commit of the history, with the files that it changed.</summary>
/// <param name="Author">The author's mail address in lower case, or name where there is none.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Changes">The files, by the name that they have today.</param>
internal sealed record GitCommit(string Author, DateTimeOffset Time, IReadOnlyList<GitChange> Changes);

/// <summary>The change of one file in a commit.</summary>
/// <param name="File">Path relative to the workspace, today's name.</param>
/// <param name="Added">Lines added; 0 for binary files.</param>
/// <param name="Deleted">Lines deleted.</param>
internal sealed record GitChange(string File, int Added, int Deleted);
