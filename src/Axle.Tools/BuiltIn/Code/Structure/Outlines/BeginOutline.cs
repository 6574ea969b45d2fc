using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>
/// Finds the subprograms of Pascal, Ada and SQL: a header, declarations that may hold further subprograms, then <c>begin ... end</c>.
/// </summary>
internal sealed class BeginOutline(CodeTokens tokens)
{
    private const int Deepest = 40;
    private static readonly FrozenSet<string> Headers = "procedure function constructor destructor trigger proc".Split(' ').ToFrozenSet();
    private readonly bool _twoWordEnds = tokens.Language.Id is "ada" or "sql";
    private readonly List<CodeBlock> _blocks = [];

    public IReadOnlyList<CodeBlock> Run()
    {
        bool declarations = false;
        for (int i = 0; i < tokens.Count; i++)
        {
            declarations = tokens.Language.Id == "pascal" && (tokens.Is(i, "implementation") ? false : declarations || (tokens.Is(i, "interface") && tokens.IsFirstOnLine(i)));
            if (!declarations && IsHeader(i))
            {
                i = Math.Max(i, Subprogram(i, 0));
            }
        }

        return _blocks;
    }

    private bool IsHeader(int i)
    {
        if (!tokens.IsKeyword(i) || !Headers.Contains(tokens.Word(i)) || !tokens.IsWord(i + 1))
        {
            return false;
        }

        string before = tokens.Word(i - 1);
        return tokens.Language.Id == "sql"
            ? before is "create" or "replace" or "alter" || (tokens.IsFirstOnLine(i) && tokens.Word(i + 1) is not ("if" or "is"))
            : before is not ("end" or "with" or "access" or ":" or "=" or "of" or "reference" or "to");
    }

    // Gives the index of the last token that was read.
    private int Subprogram(int header, int depth)
    {
        int name = Name(header);
        int group = tokens.Char(name + 1) == '(' ? name + 1 : -1;
        for (int i = group >= 0 && tokens.Match(group) > 0 ? tokens.Match(group) + 1 : name + 1; i < tokens.Count; i++)
        {
            string word = tokens.Word(i);
            if (word == "begin" || (tokens.Language.Id == "pascal" && word == "asm"))
            {
                int last = End(i);
                _blocks.Add(new CodeBlock(BlockKind.Function, header, last, tokens.Text(name), name, ParameterCounter.Count(tokens, group)));
                return last;
            }

            if (IsHeader(i) && depth < Deepest)
            {
                if (tokens.Language.Id == "sql" && tokens.Word(i - 1) is "create" or "replace" or "alter")
                {
                    return i - 1;
                }

                i = Subprogram(i, depth + 1);
            }
            else if (IsDeclarationOnly(header, i, word))
            {
                return i;
            }
            else if (word is "record" or "class" or "object" && tokens.Language.Id == "pascal" && tokens.Is(i - 1, "="))
            {
                i = End(i);
            }
        }

        return tokens.Count - 1;
    }

    private bool IsDeclarationOnly(int header, int i, string word) => tokens.Language.Id switch
    {
        "ada" => (word == ";" && !Between(header, i, "is")) || (word is "new" or "separate" or "abstract" or "null" or "(" && tokens.Is(i - 1, "is")) || word == "package",
        "pascal" => word is "forward" or "external" or "abstract" or "initialization",
        _ => word is "go" && tokens.IsFirstOnLine(i),
    };

    private bool Between(int from, int to, string word)
    {
        for (int i = from; i < to; i++)
        {
            if (tokens.Is(i, word))
            {
                return true;
            }
        }

        return false;
    }

    private int Name(int header)
    {
        int name = header + 1;
        while (tokens.Is(name + 1, ".") && tokens.IsWord(name + 2))
        {
            name += 2;
        }

        return name;
    }

    private int End(int begin)
    {
        int depth = 0;
        for (int i = begin; i < tokens.Count; i++)
        {
            string word = tokens.IsWord(i) ? tokens.Word(i) : "";
            if (word == "end")
            {
                bool inner = _twoWordEnds && tokens.Word(i + 1) is "if" or "loop" or "while" or "select" or "for" or "repeat" && _twoWordEnds;
                depth -= inner ? 0 : 1;
                i += inner || (_twoWordEnds && tokens.Word(i + 1) is "case" or "record" && _twoWordEnds) ? 1 : 0;
                if (depth <= 0 && !inner)
                {
                    return tokens.Is(i + 1, ";") ? i + 1 : i;
                }
            }
            else if (word is "begin" or "case" or "record" || (word is "try" or "asm" && tokens.Language.Id == "pascal"))
            {
                depth += word == "begin" && tokens.Word(i + 1) is "try" or "catch" or "transaction" or "tran" && tokens.Language.Id == "sql" ? TryDepth(i) : 1;
            }
        }

        return tokens.Count - 1;
    }

    private int TryDepth(int begin) => tokens.Word(begin + 1) is "try" or "catch" ? 1 : 0;
}
