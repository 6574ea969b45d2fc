using System.Collections.Frozen;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>What the tools know of one programming, markup or data language.</summary>
/// <param name="Id">Stable id in lower case, for example <c>csharp</c>; used in results.</param>
/// <param name="Name">The name that people use.</param>
/// <param name="Blocks">How blocks are written.</param>
public sealed record Language(string Id, string Name, BlockStyle Blocks = BlockStyle.None)
{
    private LexicalPlan? _plan;

    /// <summary>File name endings without the dot, lower case; may hold a dot (<c>blade.php</c>).</summary>
    public string[] Extensions { get; init; } = [];

    /// <summary>Whole file names, any letter case.</summary>
    public string[] FileNames { get; init; } = [];

    /// <summary>Programs named after <c>#!</c>, without version.</summary>
    public string[] Shebangs { get; init; } = [];

    /// <summary>Comments, the longest marker first where one starts another.</summary>
    public CommentSyntax[] Comments { get; init; } = [];

    /// <summary>Literals, the longest opening first where one starts another.</summary>
    public StringSyntax[] Strings { get; init; } = [];

    /// <summary>Words that join a string written directly after them: Python <c>rb</c>.</summary>
    public FrozenSet<string> StringPrefixes { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Reserved words, in the language's letter case (lower case when the case does not matter).</summary>
    public FrozenSet<string> Keywords { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether letter case tells words apart.</summary>
    public bool CaseSensitive { get; init; } = true;

    /// <summary>Characters besides letters, digits and <c>_</c> that may stand in a word, first place included when not a digit.</summary>
    public string WordCharacters { get; init; } = "";

    /// <summary>Characters that may only stand inside or at the end of a word, as <c>?</c> and <c>!</c> in Ruby.</summary>
    public string WordEndings { get; init; } = "";

    /// <summary>Special habits.</summary>
    public LexicalTraits Traits { get; init; }

    /// <summary>Whether it holds programs, rather than markup, data or prose.</summary>
    public bool IsCode => Blocks != BlockStyle.None;

    internal LexicalPlan Plan => _plan ??= new LexicalPlan(this);

    /// <summary>Whether the word is reserved.</summary>
    public bool IsKeyword(ReadOnlySpan<char> word) => Plan.IsKeyword(word);

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
