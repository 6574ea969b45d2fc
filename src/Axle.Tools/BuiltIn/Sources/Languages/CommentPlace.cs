namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>Where on a line a comment's marker counts as one.</summary>
public enum CommentPlace
{
    /// <summary>Everywhere outside strings.</summary>
    Anywhere = 0,

    /// <summary>At the line's start or after white space or a separator, as <c>#</c> in shells.</summary>
    AfterSpace,

    /// <summary>As the first thing on the line, after white space.</summary>
    FirstOnLine,

    /// <summary>In the first column.</summary>
    FirstColumn,
}
