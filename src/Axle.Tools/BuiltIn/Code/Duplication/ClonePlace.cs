namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>One place where a piece of code stands.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Line">First line.</param>
/// <param name="EndLine">Last line.</param>
public sealed record ClonePlace(string File, int Line, int EndLine);
