using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>
/// Measures the functions of a file. Cyclomatic complexity after T. J. McCabe, "A Complexity Measure" (1976), counted over branch words and
/// short-circuit operators; cognitive complexity after G. A. Campbell, "Cognitive Complexity" (SonarSource, 2018), approximated.
/// A named function inside another is measured by itself and not counted again outside.
/// </summary>
internal sealed class FunctionMeter
{
    private readonly CodeTokens _tokens;
    private readonly BranchWords _words;
    private readonly CodeBlock[] _functions;
    private readonly int[] _owner;
    private readonly int[] _depth;
    private readonly string?[] _selection;

    private FunctionMeter(CodeTokens tokens, IReadOnlyList<CodeBlock> blocks)
    {
        _tokens = tokens;
        _words = BranchWords.For(tokens.Language.Id);
        _functions = [.. blocks.Where(b => b.Kind == BlockKind.Function && b.NameToken < tokens.Count).OrderBy(b => b.First).ThenByDescending(b => b.Last)];
        _owner = Owners(tokens.Count, _functions);
        (_depth, _selection) = Depths(tokens, blocks);
    }

    /// <summary>Measures one file.</summary>
    public static FileStructure Measure(SourceFile file)
    {
        var lines = new LineCounts(file);
        IReadOnlyList<FunctionFact> functions = [];
        int types = 0;
        if (Outline.Supports(file.Language))
        {
            var tokens = CodeTokens.Of(file);
            var blocks = Outline.Of(file, tokens);
            types = blocks.Count(b => b.Kind == BlockKind.Type);
            functions = new FunctionMeter(tokens, blocks).Run(file.Path, lines);
        }

        return new FileStructure(file.Path, file.Language?.Id ?? "unknown", file.LineCount, lines.Code, lines.Comment, lines.Blank, types, functions);
    }

    private List<FunctionFact> Run(string path, LineCounts lines)
    {
        var tallies = new Tally[_functions.Length];
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (_owner[i] >= 0)
            {
                Count(ref tallies[_owner[i]], i, _depth[i] - _depth[_functions[_owner[i]].First]);
            }
        }

        var own = OwnLines(lines);
        var facts = new List<FunctionFact>(_functions.Length);
        for (int f = 0; f < _functions.Length; f++)
        {
            var block = _functions[f];
            facts.Add(new FunctionFact(block.Name, path, _tokens[block.NameToken].Line, EndLine(block), own[f], block.Parameters,
                tallies[f].Nesting, tallies[f].Cyclomatic + 1, tallies[f].Cognitive, tallies[f].Cases));
        }

        return facts;
    }

    private int EndLine(CodeBlock block) => Math.Max(_tokens[Math.Min(block.Last, _tokens.Count - 1)].Line, _tokens[block.NameToken].Line);

    // Like complexity, lines count once: a module that is written as one function around many is no long function.
    private int[] OwnLines(LineCounts lines)
    {
        int[] whole = [.. _functions.Select(f => lines.CodeBetween(_tokens[f.NameToken].Line, EndLine(f)))];
        int[] own = [.. whole];
        var open = new Stack<int>();
        for (int f = 0; f < _functions.Length; f++)
        {
            while (open.TryPeek(out int top) && _functions[top].Last < _functions[f].Last)
            {
                open.Pop();
            }

            if (open.TryPeek(out int outer) && _functions[outer].Last >= _functions[f].Last)
            {
                own[outer] -= whole[f];
            }

            open.Push(f);
        }

        return [.. own.Select(static count => Math.Max(1, count))];
    }

    private void Count(ref Tally tally, int i, int depth)
    {
        tally.Nesting = Math.Max(tally.Nesting, depth);
        var token = _tokens[i];
        if (token.Kind is TokenKind.Number or TokenKind.Literal || (token.Kind == TokenKind.Identifier && _words.Logical.Count > 0 && token.Length > 12))
        {
            return;
        }

        string word = _tokens.Word(i);
        if (_words.Logical.Contains(word) && word.Length > 0)
        {
            tally.Cyclomatic++;
            tally.Cognitive += tally.LastLogical == word ? 0 : 1;
            tally.LastLogical = word;
        }
        else if (token.Kind == TokenKind.Punctuation)
        {
            Sign(ref tally, i, word, depth);
        }
        else if (token.Kind == TokenKind.Keyword)
        {
            Keyword(ref tally, i, word, depth);
        }
    }

    private void Sign(ref Tally tally, int i, string sign, int depth)
    {
        if (sign is ";" or "{" or "}" or ",")
        {
            tally.LastLogical = null;
        }

        bool arm = sign == _words.Arm && sign.Length > 0 && _selection[i] is { } word && (_words.Selections.Contains(word) || word == "switch") && !_tokens.Is(i - 1, "_")
            && !(_tokens.Language.Id == "csharp" && IsArgument(i));
        arm |= sign == ";" && _tokens.Language.Id == "shell" && _tokens.Is(i + 1, ";") && _tokens.Touches(i, i + 1);
        if (arm || (_words.Cases.Contains(sign) && (sign != "|" || _tokens.IsFirstOnLine(i))))
        {
            tally.Cyclomatic++;
            tally.Cases++;
        }
        else if (sign == "?" && _words.Ternary && IsTernary(i))
        {
            tally.Cyclomatic++;
            tally.Cognitive += 1 + depth;
        }
    }

    // Whether the nearest open bracket is a round or square one: "x => y" in it is a lambda and labels no case.
    private bool IsArgument(int arrow)
    {
        for (int i = arrow - 1; i >= 0 && arrow - i < LongestArgument; i--)
        {
            char c = _tokens[i].Length == 1 ? _tokens.Char(i) : '\0';
            if (c is ')' or ']' or '}' && _tokens.Match(i) >= 0)
            {
                i = _tokens.Match(i);
            }
            else if (c is '(' or '[' or '{' or ';')
            {
                return c is '(' or '[';
            }
        }

        return false;
    }

    private void Keyword(ref Tally tally, int i, string word, int depth)
    {
        if (_tokens.Is(i + 1, ":") && _tokens.Touches(i, i + 1) && word is "if" or "for" or "while" or "catch" && _tokens.Is(i + 1, ":"))
        {
            return;
        }

        bool afterElse = _tokens.Is(i - 1, "else") && _tokens[i - 1].Line == _tokens[i].Line;
        if (_words.Branches.Contains(word) && !IsEndWord(i) && !IsDoWhileRepeat(i, word))
        {
            tally.Cyclomatic++;
            tally.LastLogical = null;
            bool flat = word is "elif" or "elsif" or "elseif";
            tally.Cognitive += flat ? 1 : afterElse ? 0 : 1 + depth;
        }
        else if (_words.Cases.Contains(word) && !IsEndWord(i))
        {
            tally.Cyclomatic++;
            tally.Cases++;
        }
        else if (_words.Selections.Contains(word) && !IsEndWord(i))
        {
            tally.Cognitive += 1 + depth;
        }
        else if (word is "else" or "goto")
        {
            tally.Cognitive++;
        }
    }

    private bool IsEndWord(int i) =>
        i > 0 && (_tokens.Is(i - 1, "end") || _tokens.Is(i - 1, "exit")) && _tokens[i - 1].Line == _tokens[i].Line
            && _tokens.Language.Blocks == Sources.Languages.BlockStyle.Keywords
        && _tokens.Language.Id is "visualbasic" or "ada" or "sql" or "fortran" or "fortran77" or "vhdl";

    // "for ... loop" and "while ... loop" are one loop.
    private bool IsDoWhileRepeat(int i, string word) => word == "loop" && i > 0 && !_tokens.IsFirstOnLine(i) && _tokens.Language.Id is "ada" or "sql" && word == "loop";

    private bool IsTernary(int i)
    {
        char next = _tokens.Char(i + 1);
        if (next is ')' or ',' or '>' or ';' or ':' or '=' or '|' or ']' || (next is '.' && _tokens[i + 1].Length == 1))
        {
            return false;
        }

        if (i > 0 && (_tokens.Char(i - 1) is '(' or ',' or ':' or '|' || (_tokens.IsKeyword(i - 1) && _tokens.Language.Id == "php")))
        {
            return false;
        }

        bool spaced = i > 0 && _tokens[i - 1].End < _tokens[i].Offset;
        return i > 0 && !_tokens.Is(i - 1, "<") && !_tokens.Is(i - 1, ",") && (spaced || !_words.QuestionNeedsSpace);
    }

    private static int[] Owners(int count, CodeBlock[] functions)
    {
        int[] owner = new int[count];
        Array.Fill(owner, -1);
        var open = new Stack<int>();
        int next = 0;
        for (int i = 0; i < count; i++)
        {
            while (next < functions.Length && functions[next].First <= i)
            {
                open.Push(next++);
            }

            while (open.TryPeek(out int top) && functions[top].Last < i)
            {
                open.Pop();
            }

            owner[i] = open.TryPeek(out int current) ? current : -1;
        }

        return owner;
    }

    private static (int[] Depth, string?[] Selection) Depths(CodeTokens tokens, IReadOnlyList<CodeBlock> blocks)
    {
        int[] depth = new int[tokens.Count + 1];
        string?[] selection = new string?[tokens.Count];
        foreach (var block in blocks.Where(b => b.Kind == BlockKind.Control && b.Last > b.NameToken))
        {
            if (block.Word is not ("try" or "using" or "lock" or "with" or "finally" or "unsafe" or "synchronized" or "fixed" or "checked" or "unchecked" or "do" or "case" or "of"))
            {
                depth[block.NameToken + 1]++;
                depth[Math.Min(block.Last + 1, tokens.Count)]--;
            }
        }

        foreach (var block in blocks.Where(b => b.Kind is BlockKind.Control or BlockKind.Lambda).OrderBy(b => b.First).ThenByDescending(b => b.Last))
        {
            int last = Math.Min(block.Last, tokens.Count - 1);
            if (last - block.First < LongestSelection)
            {
                Array.Fill(selection, block.Kind == BlockKind.Control ? block.Word : null, Math.Min(block.NameToken, last),
                    last - Math.Min(block.NameToken, last) + 1);
            }
        }

        for (int i = 1; i < depth.Length; i++)
        {
            depth[i] += depth[i - 1];
        }

        return (depth, selection);
    }

    private const int LongestSelection = 20_000;
    private const int LongestArgument = 2_000;

    private struct Tally
    {
        public int Cyclomatic;
        public int Cognitive;
        public int Nesting;
        public int Cases;
        public string? LastLogical;
    }
}
