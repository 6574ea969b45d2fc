using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Reads what stands before a brace.</summary>
internal sealed class BraceHeader(CodeTokens tokens, BraceDialect dialect)
{
    private const int LongestHeader = 400;
    private const string Continues = "where throws extends implements else in as is then with permits if unless";
    private static readonly HashSet<string> ContinueWords = [.. Continues.Split(' ')];

    private static readonly HashSet<string> NoNames =
    [
        "__attribute__", "__declspec", "alignas", "decltype", "noexcept", "throw", "requires", "explicit", "return", "if", "for", "while", "switch", "catch", "sizeof",
        "new", "await", "typeof", "_Alignas", "__asm__", "asm", "using", "lock", "fixed", "when", "nameof", "default", "base", "this", "super", "static_assert", "case", "with", "do",
    ];

    /// <summary>The index of the first token of the statement that leads to the brace.</summary>
    public int Start(int brace)
    {
        int at = brace;
        for (int steps = 0; at > 0 && steps < LongestHeader; steps++)
        {
            int before = at - 1;
            char c = tokens[before].Length == 1 ? tokens.Char(before) : '\0';
            if (c is ')' or ']' && tokens.Match(before) >= 0)
            {
                at = tokens.Match(before);
            }
            else if (c == '}' && Goes(before, at, brace))
            {
                at = tokens.Match(before);
            }
            else if (c is ';' or '{' or '}' or '(' or '[' || (c == ',' && EndsAtComma(before)) || (at != brace && dialect.LineEnds && EndsLine(before, at)))
            {
                break;
            }
            else
            {
                at = before;
            }
        }

        return at;
    }

    /// <summary>The header's tokens outside brackets; a bracket pair is there by its opening one.</summary>
    public List<int> Indexes(int first, int brace)
    {
        var indexes = new List<int>();
        for (int i = first; i < brace; i++)
        {
            indexes.Add(i);
            i = tokens.Match(i) is var close && close > i && close < brace ? close : i;
        }

        return indexes;
    }

    /// <summary>A function that a word announces.</summary>
    public CodeBlock? Function(List<int> header, int brace, int last)
    {
        if (header.Count == 0)
        {
            return null;
        }

        int word = header.FindLastIndex(i => tokens.IsWord(i) && dialect.FunctionWords.Contains(tokens.Word(i)));
        if (word < 0 || (word > 0 && tokens.Char(header[word - 1]) == '.'))
        {
            return null;
        }

        int keyword = header[word];
        int name = NameAfter(keyword, brace);
        if (tokens.Language.Id == "tcl" && brace == name + 1 && tokens.Char(tokens.Match(brace) + 1) == '{')
        {
            return new CodeBlock(BlockKind.Other, brace, last, "", brace, 0);
        }

        if (name < 0)
        {
            return Assigned(header, word, brace, last, Group(keyword + 1, brace));
        }

        int group = Group(name + 1, brace);
        string text = Qualified(name, brace, out int end);
        if (dialect.ExpressionBody == "=" && brace == last && !IsBodyOf(end, brace))
        {
            return null;
        }

        group = group < 0 && end < brace ? Group(end, brace) : group;
        return new CodeBlock(BlockKind.Function, header[0], last, text, name, ParameterCounter.Count(tokens, group));
    }

    /// <summary>Whether <c>=&gt;</c> or <c>-&gt;</c> stands directly before the brace.</summary>
    public bool IsArrowTail(int brace) => tokens.Is(brace - 1, "=>") || (tokens.Is(brace - 1, "->") && tokens.Language.Id is "java" or "kotlin" or "groovy" or "coffeescript");

    /// <summary>A function without a word: named by what it is assigned to, where the language does so.</summary>
    public CodeBlock Arrow(List<int> header, int brace, int last, int around)
    {
        var lambda = new CodeBlock(tokens.Language.Id is "rust" or "zig" or "scala" or "cairo" or "move" ? BlockKind.Other : BlockKind.Lambda, header.Count == 0 ? brace : header[0], last, "", brace, 0);
        if (!dialect.NamedLambdas || header.Count < 2)
        {
            return lambda;
        }

        int end = brace == last ? brace : brace - 1;
        int group = header.FindLastIndex(i => i < end && tokens.Char(i) == '(');
        int body = group >= 0 && header[group] > around ? group : header.Count - (brace == last ? 1 : 2);
        return Assigned(header, Math.Max(body, 0), brace, last, group >= 0 ? header[group] : -1) ?? lambda;
    }

    /// <summary>A type or module.</summary>
    public CodeBlock? Type(List<int> header, int brace, int last)
    {
        int word = header.FindIndex(i => tokens.IsWord(i) && dialect.TypeWords.Contains(tokens.Word(i)));
        if (word < 0 || IsTemplateOnly(header, word) || tokens.Is(header[word] - 1, ":") || tokens.Is(header[word] - 1, ".") || HasAssignmentBefore(header, word))
        {
            return null;
        }

        if (tokens.Is(header[word], "namespace"))
        {
            return new CodeBlock(BlockKind.Other, header[0], last, "", header[word], 0);
        }

        bool plain = tokens.Language.Id is "c" or "cpp" or "cuda" or "arduino" or "objectivec" or "d" or "glsl" or "hlsl" or "opencl";
        if (plain && header.Skip(word + 2).Any(i => tokens.Char(i) == '(' && tokens.IsName(i - 1) && i - 1 > header[word] + 1 && !tokens.Is(header[word] + 1, "class")) && !header.Any(i => tokens.Is(i, ":")))
        {
            return null;
        }

        int name = header.Skip(word + 1).FirstOrDefault(i => tokens.IsName(i), -1);
        name = name < 0 || tokens.Language.Id == "go" ? header.Take(word).LastOrDefault(i => tokens.IsName(i), name) : name;
        return new CodeBlock(BlockKind.Type, header[0], last, name < 0 ? "" : tokens.Text(name), name < 0 ? header[word] : name, 0);
    }

    /// <summary>A branch or a loop.</summary>
    public CodeBlock? Control(List<int> header, int brace, int last)
    {
        if (tokens.Language.Id is "go" && brace > 0 && (tokens.IsName(brace - 1) || tokens.Char(brace - 1) is ']' or '}') && tokens.Touches(brace - 1, brace))
        {
            return null;
        }

        int word = header.FindLastIndex(i => tokens.IsKeyword(i) && dialect.Controls.Contains(tokens.Word(i)) && tokens.Char(i - 1) != '.');
        if (word < 0)
        {
            return null;
        }

        return new CodeBlock(BlockKind.Control, header[0], last, "", header[word], 0, ControlWord(header, word));
    }

    /// <summary><c>type name(params) {</c> or <c>name(params) {</c>.</summary>
    public CodeBlock? Called(List<int> header, int brace, int last, string container, bool atType)
    {
        bool ends = tokens.Char(brace - 1) is ')' or ']' or '>' or '}' or '*' or '&' || tokens.IsWord(brace - 1) || tokens.IsLiteral(brace - 1);
        if (header.Count == 0 || !ends)
        {
            return null;
        }

        int operation = header.FindIndex(i => tokens.Is(i, "operator"));
        if (operation >= 0)
        {
            return Operator(header, operation, brace, last);
        }

        for (int at = 0; at < header.Count; at++)
        {
            int group = header[at];
            if (tokens.Is(group, "=") || tokens.Is(group, "return") || tokens.Is(group, "new"))
            {
                return null;
            }

            if (tokens.Char(group) == '(' && NameBefore(header, at) is var name and >= 0 && IsDeclared(header, at, name, container, atType))
            {
                string text = tokens.Text(name);
                text = tokens.Is(name - 1, "~") ? "~" + text : text;
                return new CodeBlock(BlockKind.Function, header[0], last, Qualify(text, name), name, ParameterCounter.Count(tokens, group));
            }
        }

        return null;
    }

    /// <summary>An Objective-C method: <c>- (void)name:(int)a with:(int)b {</c>.</summary>
    public CodeBlock? Message(List<int> header, int brace, int last)
    {
        int sign = header.FindLastIndex(i => tokens.Char(i) is '-' or '+' && tokens.IsFirstOnLine(i) && tokens.Char(i + 1) == '(');
        int name = sign < 0 ? -1 : tokens.Match(header[sign] + 1) + 1;
        if (name <= 0 || !tokens.IsWord(name))
        {
            return null;
        }

        var parts = header.Where(i => i >= name && tokens.Is(i, ":")).Select(i => tokens.Text(i - 1) + ":").ToList();
        return new CodeBlock(BlockKind.Function, header[sign], last, parts.Count == 0 ? tokens.Text(name) : string.Concat(parts), name, parts.Count);
    }

    /// <summary>Whether the block is an argument or a trailing closure of a call.</summary>
    public bool IsCallTail(int brace) => tokens.Char(brace - 1) == ')' && dialect.LineEnds;

    /// <summary>Whether something is assigned in the header.</summary>
    public bool HasAssignment(List<int> header) => header.Any(i => tokens.Is(i, "="));

    /// <summary>The last token of a body that is an expression.</summary>
    public int ExpressionEnd(int arrow, int first)
    {
        int column = tokens[first].Column;
        int line = tokens[arrow].Line;
        int i = arrow + 1;
        for (; i < tokens.Count; i++)
        {
            char c = tokens[i].Length == 1 ? tokens.Char(i) : '\0';
            bool newLine = dialect.LineEnds && tokens[i].Line > line && tokens.IsFirstOnLine(i) && tokens[i].Column <= column && c is not ('.' or ')');
            if (c is ';' or ')' or ']' or '}' || (c == ',' && dialect.CommasSeparate) || newLine)
            {
                break;
            }

            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return Math.Max(arrow, i < tokens.Count && tokens.Is(i, ";") ? i : i - 1);
    }

    private bool Goes(int close, int next, int brace) =>
        (tokens.Language.Id == "tcl" && tokens.Match(close) >= 0 && tokens[next].Line == tokens[close].Line) ||
        tokens.Match(close) >= 0 && next < brace && tokens[next].Line == tokens[close].Line && (tokens.Char(next) is '=' or '>' or ',' or ')' or '&' or '|' or '.') && !tokens.Is(next, "=>")
        && tokens.Language.Id is "javascript" or "typescript" or "vue" or "svelte" && tokens.Match(close) >= 0;

    private bool EndsAtComma(int comma) => dialect.CommasSeparate || tokens.Language.Id is "perl" or "r" or "php" or "rust" or "zig";

    private bool EndsLine(int before, int after)
    {
        if (tokens[before].Line == tokens[after].Line)
        {
            return false;
        }

        bool ends = tokens[before].Kind is TokenKind.Identifier or TokenKind.Literal or TokenKind.Number || tokens.Char(before) is ')' or ']' or '}' || tokens.IsKeyword(before);
        bool starts = tokens[after].Kind is TokenKind.Identifier or TokenKind.Keyword or TokenKind.Literal || tokens.Char(after) is '@' or '[' or '*' or '#';
        return ends && starts && !ContinueWords.Contains(tokens.Word(after)) && !(tokens.IsKeyword(before) && dialect.FunctionWords.Contains(tokens.Word(before)));
    }

    private int NameAfter(int keyword, int brace)
    {
        int at = keyword + 1;
        if (tokens.Language.Id is "swift" && tokens.Word(keyword) is "init" or "deinit" or "subscript")
        {
            return keyword;
        }

        if (tokens.Word(keyword) is "constructor" or "fallback" or "receive" or "locals")
        {
            return keyword;
        }

        if (tokens.Language.Id is "go" or "v" && tokens.Char(at) == '(')
        {
            int receiver = tokens.Match(at) + 1;
            return receiver > 0 && receiver < brace && tokens.IsWord(receiver) && tokens.Char(receiver + 1) is '(' or '[' ? receiver : -1;
        }

        at = tokens.Is(at, "*") || tokens.Is(at, "&") ? at + 1 : at;
        at = tokens.Is(at, "<") ? AfterAngles(at, brace) : at;
        if (tokens.Language.Id is "kotlin" && tokens.IsWord(at))
        {
            at = BehindReceiver(at, brace);
        }

        bool named = at < brace && (tokens.IsWord(at) || (tokens.IsLiteral(at) && tokens.Language.Id is "terraform" or "groovy"));
        return named && !(tokens.Word(at) is "use" && tokens.Language.Id == "php") ? at : -1;
    }

    // "fun List<T>.name(" names what stands before the parameters.
    private int BehindReceiver(int at, int end)
    {
        int i = at;
        while (i < end && tokens.Char(i) is not '(' and not '=' and not '{')
        {
            i = tokens.Is(i, "<") ? AfterAngles(i, end) : i + 1;
        }

        return tokens.Char(i) == '(' && tokens.IsWord(i - 1) ? i - 1 : at;
    }

    private int AfterAngles(int open, int end)
    {
        int depth = 0;
        for (int i = open; i < end; i++)
        {
            depth += tokens.Is(i, "<") ? 1 : tokens.Is(i, ">") ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return open;
    }

    private string Qualified(int name, int brace, out int end)
    {
        end = name + 1;
        string text = tokens.Language.Id == "terraform" ? tokens.Text(name).Trim('"') : tokens.Text(name);
        bool dotted = tokens.Language.Id is "kotlin" or "lua" or "tcl" or "perl" or "r" or "powershell";
        while (end < brace && ((dotted && tokens.Is(end, ".")) || tokens.Is(end, "::") || (tokens.Language.Id == "terraform" && tokens.IsLiteral(end))))
        {
            text = tokens.IsLiteral(end) ? text + "." + tokens.Text(end).Trim('"') : text + tokens.Text(end) + tokens.Text(end + 1);
            end += tokens.IsLiteral(end) ? 1 : 2;
        }

        return tokens.Language.Id == "terraform" ? tokens.Text(name - 1) + " " + text : text;
    }

    private bool IsBodyOf(int name, int equals)
    {
        for (int i = name; i < equals; i++)
        {
            if (tokens.Is(i, "="))
            {
                return false;
            }

            i = tokens.Match(i) is var close && close > i ? close : i;
        }

        return true;
    }

    private int Group(int from, int brace)
    {
        for (int i = from; i < brace && i < from + 60; i++)
        {
            if (tokens.Char(i) is '(' || (tokens.Char(i) == '{' && tokens.Language.Id == "tcl"))
            {
                return i;
            }
        }

        return -1;
    }

    // "name = function", "name: function", "a.name = (x) =>", "name <- function".
    private CodeBlock? Assigned(List<int> header, int at, int brace, int last, int group)
    {
        if (!dialect.NamedLambdas)
        {
            return new CodeBlock(BlockKind.Lambda, header[0], last, "", brace, 0);
        }

        int sign = header.FindLastIndex(Math.Min(at, header.Count - 1), i => tokens.Is(i, "=") || tokens.Is(i, ":=") || tokens.Is(i, "<-") || tokens.Is(i, ":") || tokens.Is(i, "::"));
        bool plain = sign > 0 && header.Skip(sign + 1).Take(at - sign - 1).All(i => tokens.IsWord(i) || tokens.Is(i, "<") || tokens.Is(i, ">") || tokens.Is(i, ","));
        int name = plain ? NameOfAssigned(header, sign) : -1;
        return name < 0
            ? new CodeBlock(BlockKind.Lambda, header[0], last, "", brace, 0)
            : new CodeBlock(BlockKind.Function, header[0], last, tokens.Text(name).Trim('"', '\''), name,
                group >= 0 ? ParameterCounter.Count(tokens, group) : tokens.Is(brace - 1, "=>") || tokens.Is(brace, "=>") ? 1 : 0);
    }

    private int NameOfAssigned(List<int> header, int sign)
    {
        // With a type between ("const f: Handler = (x) =>") the name stands before the colon.
        int colon = tokens.Is(header[sign], "=") ? header.FindIndex(0, sign, i => tokens.Is(i, ":")) : -1;
        int before = colon > 0 ? header[colon] - 1 : header[sign] - 1;
        bool asked = tokens.Is(header[sign], ":") && header.Take(sign).Any(i => tokens.Is(i, "?") || tokens.Is(i, "case"));
        return !asked && before >= 0 && (tokens.IsWord(before) || tokens.IsLiteral(before)) && !tokens.Is(before, "default") ? before : -1;
    }

    private bool IsTemplateOnly(List<int> header, int word)
    {
        int angle = 0;
        for (int i = header[0]; i < header[word]; i++)
        {
            angle += tokens.Is(i, "<") ? 1 : tokens.Is(i, ">") ? -1 : 0;
        }

        return angle > 0;
    }

    private bool HasAssignmentBefore(List<int> header, int word) =>
        tokens.Language.Id is not ("zig" or "javascript" or "typescript" or "odin" or "vue" or "svelte") && header.Take(word).Any(i => tokens.Is(i, "=") || (tokens.Char(i) == '(' && tokens.IsName(i - 1) && !tokens.Is(i - 2, "@")));

    private string ControlWord(List<int> header, int word)
    {
        string text = tokens.Word(header[word]);
        return text == "if" && word > 0 && tokens.Is(header[word - 1], "else") ? "else if" : text;
    }

    private int NameBefore(List<int> header, int at)
    {
        int before = header[at] - 1;
        if (tokens.Is(before, ">") && tokens.Language.Id is not "c")
        {
            int depth = 0;
            while (before > header[0])
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

        return before >= header[0] && (tokens.IsName(before) || (dialect.Methods && tokens.IsWord(before))) && !NoNames.Contains(tokens.Text(before)) && !tokens.Is(before - 1, "@") && !tokens.Is(before - 1, ".")
            ? before : -1;
    }

    private bool IsDeclared(List<int> header, int at, int name, string container, bool atType)
    {
        bool leads = name == header[0] || (tokens.Is(name - 1, "~") && name - 1 == header[0]);
        if (dialect.Methods)
        {
            return true;
        }

        string id = tokens.Language.Id;
        if (!leads)
        {
            // An all-capitals macro before the true name: "EXPORT(int) name(void)".
            bool another = header.Skip(at + 1).Any(i => tokens.Char(i) == '(' && tokens.IsName(i - 1));
            bool capitals = tokens.Text(name).All(c => char.IsAsciiLetterUpper(c) || c is '_' || char.IsAsciiDigit(c));
            return !(another && capitals && id is "c" or "cpp" or "objectivec") && (tokens.IsWord(name - 1) || tokens.Char(name - 1) is '*' or '&' or '>' or ']' or ')' or '?' or ':' or '~');
        }

        return id is "c" or "cpp" or "cuda" or "arduino" or "objectivec" ? atType : tokens.Text(name) == container || (id is "csharp" or "java" && container.Length > 0 && tokens.Text(name) == container) || id == "d" && tokens.Is(name, "this");
    }

    private CodeBlock Operator(List<int> header, int operation, int brace, int last)
    {
        int index = header[operation];
        int end = index + 1;
        var text = new System.Text.StringBuilder("operator");
        while (end < brace && (tokens.Char(end) != '(' || (end == index + 1 && tokens.Char(tokens.Match(end) + 1) == '(')))
        {
            text.Append(tokens.IsWord(end) ? " " : "").Append(tokens.Span(end));
            end++;
        }

        return new CodeBlock(BlockKind.Function, header[0], last, text.ToString(), index, ParameterCounter.Count(tokens, end < brace ? end : -1));
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
