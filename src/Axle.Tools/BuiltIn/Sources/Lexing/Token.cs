using System.Runtime.InteropServices;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>One token of a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">First character, from 0, in UTF-16 units.</param>
/// <param name="Length">Characters, at least 1.</param>
/// <param name="Line">Line of the first character, from 1.</param>
/// <param name="Column">Column of the first character, from 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Token(TokenKind Kind, int Offset, int Length, int Line, int Column)
{
    /// <summary>The offset after the last character.</summary>
    public int End => Offset + Length;

    /// <summary>The token's characters in the text it came from.</summary>
    public ReadOnlySpan<char> In(string text) => text.AsSpan(Offset, Length);

    /// <summary>Whether the token is exactly this word or operator.</summary>
    public bool Is(string text, string word) => Length == word.Length && In(text).SequenceEqual(word);
}
