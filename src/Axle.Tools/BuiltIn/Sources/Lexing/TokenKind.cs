namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>What a token is.</summary>
public enum TokenKind : byte
{
    /// <summary>A name.</summary>
    Identifier = 0,

    /// <summary>A reserved word of the language.</summary>
    Keyword,

    /// <summary>A number, suffix included.</summary>
    Number,

    /// <summary>A string, character or regular expression literal, quotes, prefix and holes included.</summary>
    Literal,

    /// <summary>A comment, markers included.</summary>
    Comment,

    /// <summary>An operator or a bracket; the longest known operator is one token.</summary>
    Punctuation,

    /// <summary>A preprocessor line, continuations included.</summary>
    Directive,

    /// <summary>Text that is no program: prose, markup around scripts, data after the program's end.</summary>
    Text,
}
