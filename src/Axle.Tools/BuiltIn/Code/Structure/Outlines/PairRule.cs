namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>A word that opens a block and the words that close it.</summary>
/// <param name="Open">The opening word.</param>
/// <param name="Close">The closing words; <c>end if</c> is one word here.</param>
/// <param name="Kind">What the block is.</param>
/// <param name="Place">Where the word opens a block.</param>
internal sealed record PairRule(string Open, string[] Close, BlockKind Kind, PairPlace Place = PairPlace.Anywhere);

/// <summary>Where a word opens a block.</summary>
internal enum PairPlace
{
    /// <summary>Everywhere.</summary>
    Anywhere = 0,

    /// <summary>Where a statement or an operand may start, not behind a finished expression: Ruby's <c>x if y</c> opens nothing.</summary>
    Leading,

    /// <summary>Only when <c>then</c> is the last word of the line: one-line conditions have no end.</summary>
    ThenAtLineEnd,

    /// <summary>Outside brackets: comprehensions use the same words inside.</summary>
    OutsideBrackets,
}
