namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>How a language shows where a block begins and ends.</summary>
public enum BlockStyle
{
    /// <summary>No blocks that matter: data, markup, flat configuration.</summary>
    None = 0,

    /// <summary><c>{ ... }</c></summary>
    Braces,

    /// <summary>By indentation, as in Python and Haskell.</summary>
    Indentation,

    /// <summary>By words, as in <c>do ... end</c>.</summary>
    Keywords,

    /// <summary>By parentheses: the Lisp family.</summary>
    Parentheses,
}
