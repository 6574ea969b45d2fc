namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>A word that declares something.</summary>
/// <param name="Word">The word.</param>
/// <param name="Kind">What it declares; null for something that others stand in and that is no symbol.</param>
/// <param name="Place">Where the name stands.</param>
internal sealed record DeclarationRule(string Word, SymbolKind? Kind, NamePlace Place)
{
    /// <summary>
    /// Reads a rule: <c>class</c>, <c>trait:interface</c>, <c>impl:-</c>, with a sign at the end for the place of the name: <c>=</c> before the equals sign,
    /// <c>(</c> before a bracket, <c>;</c> before the end, <c>@</c> in brackets, <c>&lt;</c> before the word and a sign, <c>,</c> before the word and a colon.
    /// </summary>
    public static DeclarationRule Parse(string text)
    {
        var place = text[^1] switch
        {
            '=' => NamePlace.BeforeEquals,
            '(' => NamePlace.BeforeBracket,
            ';' => NamePlace.BeforeEnd,
            '@' => NamePlace.InBrackets,
            '<' or ',' => NamePlace.BeforeWord,
            _ => NamePlace.After,
        };
        var parts = (place == NamePlace.After ? text : text[..^1]).Split(':');
        return new DeclarationRule(parts[0], parts[^1] == "-" ? null : Enum.Parse<SymbolKind>(parts[^1], ignoreCase: true), place);
    }
}

/// <summary>Where the name of a declaration stands.</summary>
internal enum NamePlace
{
    /// <summary>After the word: <c>class A</c>.</summary>
    After = 0,

    /// <summary>Before the equals sign: <c>const int A = 1</c>.</summary>
    BeforeEquals,

    /// <summary>Before a bracket: <c>delegate int A(int x)</c>.</summary>
    BeforeBracket,

    /// <summary>Before the end of the statement: <c>typedef int A;</c>.</summary>
    BeforeEnd,

    /// <summary>First in brackets: <c>-record(a, {b})</c>.</summary>
    InBrackets,

    /// <summary>Before the word, with a sign between: <c>A = class</c>, <c>A : constant</c>.</summary>
    BeforeWord,
}
