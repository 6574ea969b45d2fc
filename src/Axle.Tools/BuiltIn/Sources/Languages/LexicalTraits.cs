namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>Habits of a language that a list of markers cannot say.</summary>
[Flags]
public enum LexicalTraits
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><c>/.../</c> is a regular expression where an operand is expected.</summary>
    RegexLiterals = 1,

    /// <summary>A line that starts with <c>#</c> is a directive of the preprocessor.</summary>
    Preprocessor = 1 << 1,

    /// <summary><c>&lt;&lt;WORD</c> starts a text that ends with a line WORD.</summary>
    Heredocs = 1 << 2,

    /// <summary>A quote directly after an operand is an operator (transpose) or an apostrophe.</summary>
    QuoteAfterOperandIsOperator = 1 << 3,

    /// <summary><c>__END__</c> alone on a line ends the program.</summary>
    DataSection = 1 << 4,

    /// <summary>Column 7 holds the comment mark: COBOL.</summary>
    CobolColumns = 1 << 5,

    /// <summary>A double quote starts a comment where a command could start: Vim script.</summary>
    VimComments = 1 << 6,

    /// <summary>Program text stands between <c>&lt;?php</c> and <c>?&gt;</c>.</summary>
    PhpIslands = 1 << 7,

    /// <summary>Program text stands between script tags: HTML, Vue, Svelte.</summary>
    ScriptIslands = 1 << 8,

    /// <summary>Markup may stand among the code (JSX), so an apostrophe directly after a word is one.</summary>
    Jsx = 1 << 9,

    /// <summary>Prose: nothing but words.</summary>
    Prose = 1 << 10,

    /// <summary><c>//</c> and <c>#</c> directly after <c>:</c> or <c>$</c> do not start a comment (URLs, <c>$#</c>).</summary>
    SigilsHideComments = 1 << 11,

    /// <summary>A single quote between digits separates them: C++.</summary>
    QuoteInNumbers = 1 << 12,
}
