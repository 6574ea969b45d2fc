namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>How the end of a literal is found.</summary>
public enum StringForm
{
    /// <summary>A fixed closing text.</summary>
    Plain = 0,

    /// <summary>A character literal: one character or one escape between the quotes, otherwise the quote is something else (lifetime,
    /// apostrophe, attribute).</summary>
    Character,

    /// <summary>As many <c>#</c> after the closing quote as before the opening one: Rust, Swift.</summary>
    HashFence,

    /// <summary>As many quotes at the end as at the start, at least three: C# raw strings.</summary>
    QuoteFence,

    /// <summary>C++ <c>R"name( ... )name"</c>.</summary>
    NamedFence,

    /// <summary>Lua <c>[==[ ... ]==]</c>.</summary>
    LongBracket,

    /// <summary>A prefix, then any delimiter, brackets nest: Ruby <c>%q(...)</c>, Perl <c>qw(...)</c>, Elixir <c>~s(...)</c>.</summary>
    Delimited,

    /// <summary>Like <see cref="Delimited"/> with a second part: Perl <c>s/a/b/</c>.</summary>
    DelimitedTwice,

    /// <summary>A quoted name, the literal up to that name again: PostgreSQL <c>$tag$ ... $tag$</c> is not one, its body is code.</summary>
    Heredoc,

    /// <summary>The rest of the line: Zig <c>\\ text</c>.</summary>
    RestOfLine,

    /// <summary>One character follows the opening: Erlang <c>$a</c>, Clojure <c>\a</c>, Ruby <c>?a</c>.</summary>
    OneCharacter,
}
