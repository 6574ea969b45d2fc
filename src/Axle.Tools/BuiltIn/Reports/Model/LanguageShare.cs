namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>How much of the workspace is in one language.</summary>
/// <param name="Name">The language's id, for example <c>csharp</c>.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Lines">Number of lines.</param>
public sealed record LanguageShare(string Name, int Files, int Lines);
