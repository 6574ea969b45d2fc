using System.Buffers;
using System.Runtime.CompilerServices;
using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Languages;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>The symbols of a file, in its order. Kept as long as the file's text is, so that only files that changed are read again.</summary>
internal static class SymbolReader
{
    private static readonly ConditionalWeakTable<SourceFile, CodeSymbol[]> Known = [];

    /// <summary>Whether something can be found in a language.</summary>
    public static bool Supports(Language? language) =>
        language is { IsCode: true } && (language.Id == "csharp" || SymbolLanguage.Find(language.Id) is not null || Outline.Supports(language));

    /// <summary>The symbols of a file.</summary>
    public static CodeSymbol[] Of(SourceFile file) => Known.GetValue(file, static f => f.Language?.Id == "csharp" ? CSharpSymbols.Of(f) : Read(f));

    private static CodeSymbol[] Read(SourceFile file)
    {
        var tokens = CodeTokens.Of(file);
        var blocks = Outline.Of(file, tokens);
        var functions = blocks.Where(b => b.Kind == BlockKind.Function && b.NameToken < tokens.Count).Select(b => Function(tokens, b)).ToList();
        var names = functions.Select(static f => f.NameToken).ToHashSet();
        var types = SymbolLanguage.Find(file.Language!.Id) is { } language ? new DeclarationScan(tokens, language, blocks).Run() : [];
        types.RemoveAll(t => names.Contains(t.NameToken));
        functions.AddRange(types.Where(static t => t.Kind == SymbolKind.Interface).SelectMany(t => InterfaceMembers.Of(tokens, t)).Where(m => !names.Contains(m.NameToken)));
        return [.. Macros(file).Concat(Nest(file, tokens, [.. types, .. functions])).OrderBy(static s => s.Line)];
    }

    private static Declaration Function(CodeTokens tokens, CodeBlock block) =>
        new(block.Name, SymbolKind.Function, block.First, block.Last, block.NameToken) { Parameters = block.Parameters, Owner = Owner(tokens, block) };

    /// <summary>The type that a function names as its own: <c>A::run</c> of C++, <c>TA.Go</c> of Pascal, <c>func (a *A) Go</c> of Go.</summary>
    private static string? Owner(CodeTokens tokens, CodeBlock block)
    {
        if (tokens.Language.Id is "go" or "v")
        {
            var at = tokens.Is(block.First, "pub") ? block.First + 1 : block.First;
            return tokens.Word(at) is "func" or "fn" && tokens.Char(at + 1) == '(' ? Receiver(tokens, at + 1) : null;
        }

        if (tokens.Language.Id is not ("cpp" or "cuda" or "arduino" or "pascal"))
            return null;
        var name = tokens.Is(block.NameToken - 1, "~") ? block.NameToken - 1 : block.NameToken;
        if (!tokens.Is(name - 1, "::") && !tokens.Is(name - 1, "."))
            return null;
        var owner = name - 2;
        if (tokens.Is(owner, ">"))
        {
            while (owner > block.First && !tokens.Is(owner, "<"))
                owner--;
            owner--;
        }

        return owner >= block.First && tokens.IsName(owner) ? tokens.Text(owner) : null;
    }

    private static string? Receiver(CodeTokens tokens, int group)
    {
        for (var i = tokens.Match(group) - 1; i > group; i--)
        {
            if (tokens.Char(i) == ']')
                i = tokens.Match(i);
            else if (tokens.IsName(i))
                return tokens.Text(i);
        }

        return null;
    }

    private static IEnumerable<CodeSymbol> Nest(SourceFile file, CodeTokens tokens, List<Declaration> all)
    {
        var open = new Stack<(Declaration Declaration, string Path)>();
        foreach (var each in all.OrderBy(static d => d.First).ThenByDescending(static d => d.Last).ThenBy(static d => d.NameToken))
        {
            while (open.TryPeek(out var top) && top.Declaration.Last < each.NameToken)
                open.Pop();
            var around = open.TryPeek(out var outer) ? outer : default;
            var path = each.Owner ?? around.Path;
            open.Push((each, path is null ? each.Name : $"{path}.{each.Name}"));
            var isLocal = around.Declaration is { Kind: SymbolKind.Function };
            if (!each.IsShown || (each.Kind == SymbolKind.Constant && open.Skip(1).Any(static o => o.Declaration.Kind == SymbolKind.Function)))
                continue;
            var isMethod = each.Kind == SymbolKind.Function && (each.Owner is not null || (!isLocal && around.Declaration is { HasMethods: true }));
            yield return new CodeSymbol(
                each.Name, isMethod ? SymbolKind.Method : each.Kind, path, file.Path, tokens[each.NameToken].Line, EndLine(file, tokens[each.Last]), each.Parameters);
        }
    }

    private static int EndLine(SourceFile file, Token last) => file.LineAt(Math.Max(last.Offset, last.End - 1));

    /// <summary>What <c>#define</c> defines: a function when it has parameters, a constant when it has a value.</summary>
    private static IEnumerable<CodeSymbol> Macros(SourceFile file)
    {
        if (!file.Language!.Traits.HasFlag(LexicalTraits.Preprocessor))
            yield break;
        foreach (var token in file.TokenArray.Where(static t => t.Kind == TokenKind.Directive))
        {
            var text = token.In(file.Text)[1..].TrimStart();
            if (!text.StartsWith("define"))
                continue;
            var rest = text["define".Length..].TrimStart();
            var length = rest.IndexOfAnyExcept(MacroNames);
            if (length <= 0)
                continue;
            var hasValue = !rest[length..].Trim().IsEmpty;
            if (hasValue)
            {
                var kind = rest[length] == '(' ? SymbolKind.Function : SymbolKind.Constant;
                yield return new CodeSymbol(rest[..length].ToString(), kind, null, file.Path, token.Line, EndLine(file, token), null);
            }
        }
    }

    private static readonly SearchValues<char> MacroNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
}
