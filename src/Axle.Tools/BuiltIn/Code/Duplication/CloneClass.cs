namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>A piece of code that stands in several places.</summary>
/// <param name="Tokens">Its length in tokens.</param>
/// <param name="Lines">Its length in lines at the first place.</param>
/// <param name="Places">Where it stands, at least twice, ordered by file and line.</param>
public sealed record CloneClass(int Tokens, int Lines, IReadOnlyList<ClonePlace> Places);
