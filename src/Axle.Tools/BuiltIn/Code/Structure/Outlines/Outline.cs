using Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Chooses the way in which a language shows its blocks.</summary>
internal static class Outline
{
    /// <summary>Whether functions can be found in the language.</summary>
    public static bool Supports(Language? language) => language is { IsCode: true } && (
        BraceDialect.For(language.Id) is not null || PairDialect.For(language.Id) is not null
        || language.Blocks is BlockStyle.Parentheses or BlockStyle.Indentation
        || language.Id is "ocaml" or "sml" or "coq" or "pascal" or "ada" or "sql" or "erlang" or "prolog" or "make" or "cobol" or "batch");

    /// <summary>The blocks of a file, outer ones before or after inner ones; empty when the language is not supported.</summary>
    public static IReadOnlyList<CodeBlock> Of(SourceFile file, CodeTokens tokens)
    {
        var language = file.Language!;
        return language.Id switch
        {
            "erlang" => [.. new ClauseOutline(tokens).Run(), .. new PairOutline(tokens, PairDialect.For("erlang")!).Run()],
            "make" or "prolog" or "cobol" or "batch" => new ClauseOutline(tokens).Run(),
            "pascal" or "ada" or "sql" => new BeginOutline(tokens).Run(),
            "ocaml" or "sml" or "coq" or "fsharp" or "haskell" or "purescript" or "elm" or "idris" or "agda" or "lean" => new BindingOutline(tokens).Run(),
            _ when BraceDialect.For(language.Id) is { } braces => new BraceOutline(tokens, braces).Run(),
            _ when PairDialect.For(language.Id) is { } pairs => new PairOutline(tokens, pairs).Run(),
            _ when language.Blocks == BlockStyle.Parentheses => new LispOutline(tokens).Run(),
            _ when language.Blocks == BlockStyle.Indentation => new IndentOutline(tokens).Run(),
            _ => [],
        };
    }
}
