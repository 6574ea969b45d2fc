using System.Collections.Frozen;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>A language's syntax, arranged by first character so that the lexer looks at few candidates per place.</summary>
internal sealed class LexicalPlan
{
    private readonly CommentSyntax[]?[] _comments = new CommentSyntax[128][];
    private readonly StringSyntax[]?[] _strings = new StringSyntax[128][];
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _keywords;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private readonly bool[] _word = new bool[128];
    private readonly bool[] _ending = new bool[128];

    public LexicalPlan(Language language)
    {
        var keywords = language.CaseSensitive ? language.Keywords : language.Keywords.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _keywords = keywords.GetAlternateLookup<ReadOnlySpan<char>>();
        _prefixes = language.StringPrefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        HasPrefixes = language.StringPrefixes.Count > 0;
        Array.ForEach(language.Comments, c => Add(_comments, c.Open, c, language.CaseSensitive));
        Array.ForEach(language.Strings, s => Add(_strings, s.Open, s, caseSensitive: true));
        for (char c = '\0'; c < 128; c++)
        {
            _word[c] = char.IsAsciiLetterOrDigit(c) || c == '_' || language.WordCharacters.Contains(c);
            _ending[c] = language.WordEndings.Contains(c);
        }
    }

    public bool HasPrefixes { get; }

    public bool IsKeyword(ReadOnlySpan<char> word) => _keywords.Contains(word);

    public bool IsPrefix(ReadOnlySpan<char> word) => _prefixes.Contains(word);

    public CommentSyntax[]? CommentsAt(char first) => first < 128 ? _comments[first] : null;

    public StringSyntax[]? StringsAt(char first) => first < 128 ? _strings[first] : null;

    public bool IsWord(char c) => c < 128 ? _word[c] : char.IsLetterOrDigit(c) || char.IsSurrogate(c);

    public bool IsEnding(char c) => c < 128 && _ending[c];

    private static void Add<T>(T[]?[] index, string open, T syntax, bool caseSensitive)
    {
        index[open[0]] = [.. index[open[0]] ?? [], syntax];
        char other = char.ToUpperInvariant(open[0]);
        if (!caseSensitive && other != open[0])
        {
            index[other] = [.. index[other] ?? [], syntax];
        }
    }
}
