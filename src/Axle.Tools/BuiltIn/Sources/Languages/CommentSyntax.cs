namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>One way to write a comment.</summary>
/// <param name="Open">What starts it. A marker of letters (<c>REM</c>) must stand as a word of its own.</param>
/// <param name="Close">What ends it; null when the line's end does.</param>
/// <param name="Nested">Whether comments of this kind may hold others of the same kind.</param>
/// <param name="Place">Where on the line the marker counts.</param>
public sealed record CommentSyntax(
    string Open, string? Close = null, bool Nested = false, CommentPlace Place = CommentPlace.Anywhere);
