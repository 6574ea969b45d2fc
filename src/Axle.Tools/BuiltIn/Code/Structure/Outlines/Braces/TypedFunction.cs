using System.Text;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines.Braces;

/// <summary>Reads functions that no word announces but the brackets after their name: <c>type name(params) {</c>, methods, operators, messages.</summary>
internal sealed class TypedFunction(CodeTokens tokens, BraceDialect dialect)
{
    private static readonly HashSet<string> NoNames =
    [
        "__attribute__", "__declspec", "alignas", "decltype", "noexcept", "throw", "requires", "explicit", "return", "if", "for", "while", "switch", "catch", "sizeof",
        "new", "await", "typeof", "_Alignas", "__asm__", "asm", "using", "lock", "fixed", "when", "nameof", "default", "base", "this", "super", "static_assert", "case", "with", "do",
    ];

    /// <summary><c>type name(params) {</c> or <c>name(params) {</c>.</summary>
    public CodeBlock? Find(BraceHeader header, string container, bool atType)
    {
        var (indexes, brace, _) = header;
        bool ends = tokens.Char(brace - 1) is ')' or ']' or '>' or '}' or '*' or '&' || tokens.IsWord(brace - 1) || tokens.IsLiteral(brace - 1);
        if (indexes.Count == 0 || !ends)
        {
            return null;
        }

        int operation = indexes.FindIndex(i => tokens.Is(i, "operator"));
        if (operation >= 0)
        {
            return Operator(header, operation);
        }

        for (int at = 0; at < indexes.Count; at++)
        {
            int group = indexes[at];
            if (tokens.Is(group, "=") || tokens.Is(group, "return") || tokens.Is(group, "new"))
            {
                return null;
            }

            if (tokens.Char(group) == '(' && NameBefore(indexes, at) is var name and >= 0 && IsDeclared(indexes, at, name, container, atType))
            {
                string text = tokens.Text(name);
                text = tokens.Is(name - 1, "~") ? "~" + text : text;
                return header.Function(Qualify(text, name), name, ParameterCounter.Count(tokens, group));
            }
        }

        return null;
    }

    /// <summary>An Objective-C method: <c>- (void)name:(int)a with:(int)b {</c>.</summary>
    public CodeBlock? Message(BraceHeader header)
    {
        var indexes = header.Indexes;
        int sign = indexes.FindLastIndex(i => tokens.Char(i) is '-' or '+' && tokens.IsFirstOnLine(i) && tokens.Char(i + 1) == '(');
        int name = sign < 0 ? -1 : tokens.Match(indexes[sign] + 1) + 1;
        if (name <= 0 || !tokens.IsWord(name))
        {
            return null;
        }

        var parts = indexes.Where(i => i >= name && tokens.Is(i, ":")).Select(i => tokens.Text(i - 1) + ":").ToList();
        return new CodeBlock(BlockKind.Function, indexes[sign], header.Last, parts.Count == 0 ? tokens.Text(name) : string.Concat(parts), name, parts.Count);
    }

    private int NameBefore(List<int> indexes, int at)
    {
        int before = indexes[at] - 1;
        if (tokens.Is(before, ">") && tokens.Language.Id is not "c")
        {
            int depth = 0;
            while (before > indexes[0])
            {
                depth += tokens.Is(before, ">") ? 1 : tokens.Is(before, "<") ? -1 : 0;
                before--;
                if (depth == 0)
                {
                    break;
                }
            }
        }

        if (tokens.Language.Id == "d" && tokens.Is(before, "this"))
        {
            return before;
        }

        return before >= indexes[0] && (tokens.IsName(before) || (dialect.Methods && tokens.IsWord(before)))
            && !NoNames.Contains(tokens.Text(before)) && !tokens.Is(before - 1, "@") && !tokens.Is(before - 1, ".")
            ? before : -1;
    }

    private bool IsDeclared(List<int> indexes, int at, int name, string container, bool atType)
    {
        bool leads = name == indexes[0] || (tokens.Is(name - 1, "~") && name - 1 == indexes[0]);
        if (dialect.Methods)
        {
            return true;
        }

        string id = tokens.Language.Id;
        if (!leads)
        {
            // An all-capitals macro before the true name: "EXPORT(int) name(void)".
            bool another = indexes.Skip(at + 1).Any(i => tokens.Char(i) == '(' && tokens.IsName(i - 1));
            bool capitals = tokens.Text(name).All(c => char.IsAsciiLetterUpper(c) || c is '_' || char.IsAsciiDigit(c));
            return !(another && capitals && id is "c" or "cpp" or "objectivec")
                && (tokens.IsWord(name - 1) || tokens.Char(name - 1) is '*' or '&' or '>' or ']' or ')' or '?' or ':' or '~');
        }

        return id is "c" or "cpp" or "cuda" or "arduino" or "objectivec" ? atType
            : tokens.Text(name) == container || (id is "csharp" or "java" && container.Length > 0 && tokens.Text(name) == container) || id == "d" && tokens.Is(name, "this");
    }

    private CodeBlock Operator(BraceHeader header, int operation)
    {
        int index = header.Indexes[operation];
        int end = index + 1;
        var text = new StringBuilder("operator");
        while (end < header.Brace && (tokens.Char(end) != '(' || (end == index + 1 && tokens.Char(tokens.Match(end) + 1) == '(')))
        {
            text.Append(tokens.IsWord(end) ? " " : "").Append(tokens.Span(end));
            end++;
        }

        return header.Function(text.ToString(), index, ParameterCounter.Count(tokens, end < header.Brace ? end : -1));
    }

    private string Qualify(string text, int name)
    {
        int at = tokens.Is(name - 1, "~") ? name - 2 : name - 1;
        while (at > 0 && tokens.Is(at, "::") && tokens.IsName(at - 1))
        {
            text = tokens.Text(at - 1) + "::" + text;
            at -= 2;
        }

        return text;
    }
}
