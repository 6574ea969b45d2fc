namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>Reads functions without a name of their own: lambdas, and functions named by what they are assigned to.</summary>
internal sealed class AssignedFunction(CodeTokens tokens, BraceDialect dialect)
{
    /// <summary>Whether <c>=&gt;</c> or <c>-&gt;</c> stands directly before the brace.</summary>
    public bool IsArrowTail(int brace) => tokens.Is(brace - 1, "=>") || (tokens.Is(brace - 1, "->") && tokens.Language.Id is "java" or "kotlin" or "groovy" or "coffeescript");

    /// <summary>A function without a word: named by what it is assigned to, where the language does so.</summary>
    public CodeBlock Arrow(BraceHeader header, int around)
    {
        var (indexes, brace, _) = header;
        var lambda = header.Nameless(tokens.Language.Id is "rust" or "zig" or "scala" or "cairo" or "move" ? BlockKind.Other : BlockKind.Lambda);
        if (!dialect.NamedLambdas || indexes.Count < 2)
        {
            return lambda;
        }

        int end = header.IsExpression ? brace : brace - 1;
        int group = indexes.FindLastIndex(i => i < end && tokens.Char(i) == '(');
        int body = group >= 0 && indexes[group] > around ? group : indexes.Count - (header.IsExpression ? 1 : 2);
        return Find(header, Math.Max(body, 0), group >= 0 ? indexes[group] : -1);
    }

    /// <summary>The function, named by what it is assigned to: <c>name = function</c>, <c>name: function</c>, <c>name &lt;- function</c>.</summary>
    /// <param name="header">The header; not empty.</param>
    /// <param name="at">Where in the header the function itself begins.</param>
    /// <param name="group">The bracket of its parameters; -1 when it has none.</param>
    public CodeBlock Find(BraceHeader header, int at, int group)
    {
        var (indexes, brace, _) = header;
        if (!dialect.NamedLambdas)
        {
            return header.Nameless(BlockKind.Lambda);
        }

        int sign =
            indexes.FindLastIndex(Math.Min(at, indexes.Count - 1), i => tokens.Is(i, "=") || tokens.Is(i, ":=") || tokens.Is(i, "<-") || tokens.Is(i, ":") || tokens.Is(i, "::"));
        bool plain = sign > 0 && indexes.Skip(sign + 1).Take(at - sign - 1).All(i => tokens.IsWord(i) || tokens.Is(i, "<") || tokens.Is(i, ">") || tokens.Is(i, ","));
        int name = plain ? NameOf(indexes, sign) : -1;
        return name < 0
            ? header.Nameless(BlockKind.Lambda)
            : header.Function(tokens.Text(name).Trim('"', '\''), name,
                group >= 0 ? ParameterCounter.Count(tokens, group) : tokens.Is(brace - 1, "=>") || tokens.Is(brace, "=>") ? 1 : 0);
    }

    private int NameOf(List<int> indexes, int sign)
    {
        // With a type between ("const f: Handler = (x) =>") the name stands before the colon.
        int colon = tokens.Is(indexes[sign], "=") ? indexes.FindIndex(0, sign, i => tokens.Is(i, ":")) : -1;
        int before = colon > 0 ? indexes[colon] - 1 : indexes[sign] - 1;
        bool asked = tokens.Is(indexes[sign], ":") && indexes.Take(sign).Any(i => tokens.Is(i, "?") || tokens.Is(i, "case"));
        return !asked && before >= 0 && (tokens.IsWord(before) || tokens.IsLiteral(before)) && !tokens.Is(before, "default") ? before : -1;
    }
}
