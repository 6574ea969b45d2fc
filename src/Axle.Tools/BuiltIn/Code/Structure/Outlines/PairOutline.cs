namespace Axle.Tools.BuiltIn.Code.Structure.Outlines;

/// <summary>Finds the blocks of languages where words open and close them.</summary>
internal sealed class PairOutline(CodeTokens tokens, PairDialect dialect)
{
    private readonly List<CodeBlock> _blocks = [];
    private readonly List<(CodeBlock Block, PairRule Rule, int Bracket)> _open = [];
    private readonly Stack<int> _brackets = new();
    private int _pending = -1;
    private readonly PairNames _names = new(tokens);

    public IReadOnlyList<CodeBlock> Run()
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            Bracket(i);
            if (!tokens.IsWord(i) || IsPlainName(i))
            {
                continue;
            }

            string word = tokens.Word(i);
            string closer = Closer(i, word);
            if (dialect.Closers.Contains(closer) && !IsIndex(word))
            {
                Close(closer, i);
                i += closer.Contains(' ', StringComparison.Ordinal) ? 1 : 0;
            }
            else if (word is "exit" && dialect.EndsWithWord)
            {
                i++;
            }
            else
            {
                Open(i, word);
            }
        }

        for (int rest = _open.Count - 1; rest >= 0 && tokens.Language.Id is "matlab" or "octave"; rest--)
        {
            _blocks.Add(_open[rest].Block with { Last = tokens.Count - 1 });
        }

        return _blocks;
    }

    private void Bracket(int i)
    {
        char c = tokens.Char(i);
        if (c is '(' or '[' or '{' && tokens.Match(i) > i)
        {
            _brackets.Push(i);
        }
        else if (c is ')' or ']' or '}' && _brackets.TryPeek(out int open) && tokens.Match(open) == i)
        {
            _brackets.Pop();
        }

        bool line = tokens.IsFirstOnLine(i) && _pending >= 0 && _brackets.Count == 0 && tokens[i].Line > tokens[_pending].Line;
        _pending = line && tokens.Language.Id is "ruby" or "crystal" && line ? -1 : _pending;
        if (c is '(' or '{' && tokens.Match(i) > i && ShellFunction(i) is { } function)
        {
            _blocks.Add(function);
        }
    }

    private CodeBlock? ShellFunction(int i)
    {
        if (tokens.Language.Id != "shell" || tokens.Char(i) != '{')
        {
            return null;
        }

        int name = tokens.Char(i - 1) == ')' && tokens.Match(i - 1) == i - 2 ? i - 3 : tokens.Is(i - 2, "function") ? i - 1 : -1;
        return name >= 0 && tokens.IsWord(name)
            ? new CodeBlock(BlockKind.Function, tokens.Is(name - 1, "function") ? name - 1 : name, tokens.Match(i), tokens.Text(name), name, 0)
            : null;
    }

    // ":if", "if:" and "x.if" are names, not words of the language.
    private bool IsPlainName(int i)
    {
        bool colonBefore = i > 0 && tokens.Is(i - 1, ":") && tokens.Touches(i - 1, i) && tokens.Language.Id is "ruby" or "crystal" or "elixir" or "julia";
        bool colonAfter = tokens.Is(i + 1, ":") && tokens.Touches(i, i + 1) && tokens.Language.Id is "ruby" or "crystal" or "elixir";
        return (colonBefore && !(i > 1 && tokens.IsWord(i - 2) && tokens.Touches(i - 2, i - 1))) || colonAfter
            || (i > 0 && tokens.Char(i - 1) == '.' && tokens[i - 1].Length == 1);
    }

    private string Closer(int i, string word) =>
        word == "end" && dialect.EndsWithWord && tokens.IsWord(i + 1) && tokens[i + 1].Line == tokens[i].Line ? "end " + tokens.Word(i + 1) : word;

    private bool IsIndex(string word) => word == "end" && _brackets.TryPeek(out int bracket)
        && tokens.Language.Id is "matlab" or "octave" or "julia" && (_open.Count == 0 || bracket > _open[^1].Block.First);

    private void Open(int i, string word)
    {
        if (word == "do" && dialect.BeforeDo.Count > 0)
        {
            OpenDo(i);
            return;
        }

        if (dialect.BeforeDo.Contains(word) && (tokens.Language.Id is not ("ruby" or "crystal") || IsLeading(i)))
        {
            _pending = i;
        }

        if (tokens.Language.Id == "elixir" && PairNames.IsElixirDefinition(word) && _names.OneLiner(i) is { } oneLiner)
        {
            _pending = -1;
            _blocks.Add(oneLiner);
            return;
        }

        var rule = dialect.ByOpen[word].FirstOrDefault();
        if (rule is null || !IsPlace(i, rule))
        {
            return;
        }

        CloseUnended(i, rule);
        if (rule.Kind is BlockKind.Function or BlockKind.Type)
        {
            if (_names.Named(i, rule.Kind) is { } named)
            {
                _open.Add((named, rule, _brackets.Count));
            }
        }
        else
        {
            _open.Add((new CodeBlock(rule.Kind, i, i, "", i, 0, word), rule, _brackets.Count));
        }
    }

    private void OpenDo(int i)
    {
        var rule = dialect.ByOpen["do"].FirstOrDefault();
        int pending = _pending;
        _pending = -1;
        if (rule is null)
        {
            return;
        }

        if (pending < 0)
        {
            _open.Add((new CodeBlock(rule.Kind, i, i, "", i, 0, "do"), rule, _brackets.Count));
            return;
        }

        string word = tokens.Word(pending);
        if (tokens.Language.Id is "ruby" or "crystal")
        {
            return;
        }

        var block = tokens.Language.Id == "elixir" && PairNames.IsElixirDefinition(word) ? _names.Named(pending, BlockKind.Function)
            : word is "defmodule" or "defprotocol" or "defimpl" ? _names.Named(pending, BlockKind.Type)
            : new CodeBlock(word is "try" or "quote" or "test" or "describe" or "setup" ? BlockKind.Other : BlockKind.Control, pending, i, "", pending, 0, word);
        _open.Add((block ?? new CodeBlock(BlockKind.Other, pending, i, "", i, 0), rule, _brackets.Count));
    }

    // Functions of MATLAB files may lack their end: the next one closes them.
    private void CloseUnended(int i, PairRule rule)
    {
        if (rule.Kind == BlockKind.Function && tokens.Language.Id is "matlab" or "octave" && _open.Count > 0 && rule.Kind == BlockKind.Function
            && _open[^1].Block.Kind == BlockKind.Function && tokens[_open[^1].Block.First].Column == tokens[i].Column)
        {
            _blocks.Add(_open[^1].Block with { Last = i - 1 });
            _open.RemoveAt(_open.Count - 1);
        }
    }

    private void Close(string closer, int i)
    {
        int at = _open.FindLastIndex(o => o.Rule.Close.Contains(closer));
        if (at >= 0)
        {
            _blocks.Add(_open[at].Block with { Last = closer.Contains(' ', StringComparison.Ordinal) ? i + 1 : i });
            _open.RemoveRange(at, _open.Count - at);
        }
    }

    private bool IsPlace(int i, PairRule rule) => rule.Place switch
    {
        PairPlace.Leading => IsLeading(i),
        PairPlace.OutsideBrackets => _brackets.Count == (_open.Count == 0 ? 0 : _open[^1].Bracket),
        PairPlace.ThenAtLineEnd => EndsWithThen(i),
        _ =>
            !(rule.Open == "do" && tokens[Math.Min(i + 1, tokens.Count - 1)].Kind == Sources.Lexing.TokenKind.Number
                && tokens.Language.Id.StartsWith("fortran", StringComparison.Ordinal)),
    };

    private bool EndsWithThen(int i)
    {
        int at = i + 1;
        while (at < tokens.Count && (!tokens.IsFirstOnLine(at) || tokens.Is(at - 1, "&") || tokens.Is(at - 1, "_") || tokens.Is(at, "&")))
        {
            at++;
        }

        return !tokens.Is(i - 1, "else") && tokens.Is(at - 1, "then");
    }

    private bool IsLeading(int i)
    {
        if (tokens.IsFirstOnLine(i))
        {
            return true;
        }

        string before = tokens.Word(i - 1);
        return tokens[i - 1].Kind switch
        {
            Sources.Lexing.TokenKind.Keyword => before is "then" or "do" or "else" or "and" or "or" or "not" or "in" or "begin" or "ensure" or "when" or "export" or "private" or "abstract" or "mutable" or "!",
            Sources.Lexing.TokenKind.Punctuation => tokens.Char(i - 1) is not (')' or ']' or '}'),
            _ => (tokens.Language.Id == "crystal" && before is "private" or "abstract") || before == "mutable",
        };
    }
}
