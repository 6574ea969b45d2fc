using System.Buffers;
using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>Finds declarations of types, modules and constants by the words and signs that a language declares them with.</summary>
internal sealed class DeclarationScan(CodeTokens tokens, SymbolLanguage language, IReadOnlyList<CodeBlock> blocks)
{
    private static readonly HashSet<string> Leading = [..
        ("public private protected internal static abstract sealed partial final export default open data inline value annotation inner readonly unsafe extern pub "
        + "declare async case companion expect actual fileprivate indirect virtual pure shared immutable typedef const enum override lazy implicit opaque nonisolated "
        + "create replace temp temporary global or use newtype mutable primitive type define distinct packed strict local base mixin interface ref classdef volatile "
        + "external noncopyable copyable isolated transparent infix library protected[this] dim shadows friend overridable notoverridable mustinherit notinheritable").Split(' ')];

    private static readonly HashSet<string> Skipped = [..
        "class struct record body type rec nonrec mut mutable alias eval if not exists static function object".Split(' ')];

    private static readonly SearchValues<char> UpperNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

    private readonly DeclarationNames _names = new(tokens);
    private readonly DeclarationEnds _ends = new(tokens, blocks);

    /// <summary>The declarations, in no order.</summary>
    public List<Declaration> Run()
    {
        var found = new List<Declaration>();
        var inBrackets = -1;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (language.UpperConstants && i > inBrackets && IsUpperConstant(i))
                found.Add(new Declaration(tokens.Text(i), SymbolKind.Constant, i, _ends.OfLine(i), i));
            if (tokens.Char(i) is '(' or '[' or '{')
                inBrackets = Math.Max(inBrackets, tokens.Match(i));
            if (tokens.IsWord(i) && language.Rules.TryGetValue(tokens.Word(i), out var rule) && IsPlace(i, rule))
                i = Read(i, rule, found);
        }

        return found;
    }

    /// <summary>Reads what a word declares.</summary>
    /// <returns>The token after which the search goes on.</returns>
    private int Read(int word, DeclarationRule rule, List<Declaration> found)
    {
        if (language.Groups && rule.Place == NamePlace.After && IsGroup(word))
            return ReadGroup(word, rule, found);
        var name = rule.Place switch
        {
            NamePlace.After => After(word),
            NamePlace.BeforeEquals => _names.Before(word, "=", "{"),
            NamePlace.BeforeBracket => _names.Before(word, "(", ";"),
            NamePlace.BeforeEnd => _names.BeforeEnd(word),
            NamePlace.InBrackets => tokens.Char(word + 1) == '(' ? word + 2 : -1,
            _ => tokens.Is(word - 2, "*") ? word - 3 : word - 2,
        };
        if (name < 0 || !_names.IsName(name) || (language.TopLevelConstants && rule.Kind == SymbolKind.Constant && !IsTopLevelConstant(word, name)))
            return word;
        if (Make(word, name, rule) is { } declaration)
            found.Add(declaration);
        // What stands between the word and its name declares nothing: "enum class A".
        return rule.Place == NamePlace.After ? Math.Max(word, name) : word;
    }

    private Declaration? Make(int word, int name, DeclarationRule rule)
    {
        var (text, last) = _names.Whole(name, rule);
        if (language.NeedsBody && rule.Place == NamePlace.After && tokens.Word(word) != "using" && !HasBody(last))
            return null;
        if (tokens.Word(word) is "using" && !tokens.Is(last + 1, "="))
            return null;
        var kind = rule.Kind ?? SymbolKind.Class;
        if (rule.Kind is SymbolKind.Type or SymbolKind.Constant && rule.Place == NamePlace.After)
            kind = _names.KindBehind(last, kind);
        else if (rule.Place == NamePlace.BeforeEnd)
            kind = _names.KindBehind(word, kind);
        else if (tokens.Word(word) is "record" && tokens.Word(word + 1) is "struct")
            kind = SymbolKind.Struct;
        var first = _ends.First(rule.Place == NamePlace.BeforeWord ? name : word);
        return new Declaration(text, kind, first, Math.Max(last, _ends.Of(word, first, last, rule)), last) { IsShown = rule.Kind is not null };
    }

    private bool IsGroup(int word) => tokens.Char(word + 1) == '('
        || (tokens.Language.Id is "pascal" or "nim" && tokens.IsFirstOnLine(word) && tokens.IsFirstOnLine(word + 1));

    private int ReadGroup(int word, DeclarationRule rule, List<Declaration> found)
    {
        var last = tokens.Char(word + 1) == '(' ? tokens.Match(word + 1) : _ends.OfIndented(word);
        for (var i = word + 1; i < last; i++)
        {
            if (!tokens.IsFirstOnLine(i) || !tokens.IsName(i) || rule.Kind is not { } kind)
                continue;
            var end = _ends.OfLine(i);
            found.Add(new Declaration(tokens.Text(i), _names.KindBehind(i, kind), i, end, i));
            i = end;
        }

        return Math.Max(word, tokens.Char(word + 1) == '(' ? last : last - 1);
    }

    // Names that a word is followed by, without words that may stand between.
    private int After(int word)
    {
        var at = word + 1;
        if (tokens.Language.Id is "rust" or "cairo" && tokens.Word(word) == "impl")
            return _names.OfImplementation(word);
        if (tokens.Language.Id.StartsWith("fortran", StringComparison.Ordinal))
        {
            while (tokens.Is(at, ",") || (tokens.IsWord(at) && tokens.Is(at - 1, ",")) || tokens.Is(at, "::"))
                at = tokens.Match(at + 1) is var group && tokens.Char(at + 1) == '(' && group > at ? group + 1 : at + 1;
        }

        while (Skipped.Contains(tokens.Word(at)) || tokens.Char(at) is '(' or '[' or '^' or '\'' or '&' or '*')
        {
            var isGroup = tokens.Char(at) is '(' or '[';
            if (isGroup && tokens.Match(at) < 0)
                return -1;
            at = isGroup && tokens.Language.Blocks != Sources.Languages.BlockStyle.Parentheses ? tokens.Match(at) + 1 : at + 1;
            if (isGroup && tokens.Language.Id is "scheme")
                return -1;
        }

        return at;
    }

    private bool HasBody(int name) => tokens.Char(name + 1) is '{' or ':' or '<' || tokens.Is(name + 1, "final")
        || (tokens.Language.Id == "objectivec" && tokens.IsFirstOnLine(name + 1));

    private bool IsPlace(int i, DeclarationRule rule)
    {
        // Words that stand among others, and are reserved: "uint constant A = 1", "integer, parameter :: a = 1".
        if (rule.Place == NamePlace.BeforeEquals && rule.Word is "constant" or "parameter" && tokens.IsKeyword(i))
            return true;
        if (rule.Place == NamePlace.BeforeWord)
            return tokens.Char(i - 1) is '=' or ':' && !tokens.Is(i - 1, "==");
        if (language.Leads.Length > 0)
        {
            var led = language.Leads.Contains(tokens.Char(i - 1)) && i > 0 && tokens.Char(i - 1) != '\0';
            return led || (tokens.Language.Id == "objectivec" && rule.Word is "struct" or "enum" or "union" or "typedef" && Begins(i));
        }

        if (tokens.Language.Id == "sql")
            return tokens.IsWord(i - 1) && tokens.Word(i - 1) is "create" or "replace" or "temporary" or "temp" or "materialized" or "global" or "external" or "unlogged";
        return Begins(i);
    }

    private bool Begins(int i) => tokens.IsFirstOnLine(i)
        || tokens.Char(i - 1) is ';' or '{' or '}' or ']' or ')' or '>' or '@'
        || (tokens.IsWord(i - 1) && (Leading.Contains(tokens.Word(i - 1)) || tokens.Char(i - 2) == '@'));

    private bool IsTopLevelConstant(int word, int name) => tokens[word].Column == 1 && (tokens.Is(name + 1, "=") || tokens.Is(name + 1, ":"));

    private bool IsUpperConstant(int i)
    {
        if (tokens[i].Kind != TokenKind.Identifier || !tokens.IsFirstOnLine(i) || !(tokens.Is(i + 1, "=") || tokens.Is(i + 1, ":") || tokens.Is(i + 1, "<-") || tokens.Is(i + 1, ":=")))
            return false;
        var text = tokens.Span(i);
        if (tokens.Language.Id is "ruby" or "crystal")
            return char.IsAsciiLetterUpper(text[0]);
        return text.Length > 1 && char.IsAsciiLetterUpper(text[0]) && !text.ContainsAnyExcept(UpperNames);
    }
}
