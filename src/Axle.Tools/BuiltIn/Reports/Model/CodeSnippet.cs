namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>A few lines of a file.</summary>
/// <param name="StartLine">Number of the first line, from 1.</param>
/// <param name="Lines">The lines, long ones cut; lines that hold a secret are replaced by a note.</param>
public sealed record CodeSnippet(int StartLine, IReadOnlyList<string> Lines);
