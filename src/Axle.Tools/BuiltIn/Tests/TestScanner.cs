using Axle.Tools.BuiltIn.Code.Structure.Outlines;
using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Tests;

/// <summary>Finds the tests of a test file.</summary>
internal sealed class TestScanner
{
    private const int MostCalls = 500;

    private readonly CodeTokens _tokens;
    private readonly TestFrameworks _frameworks;
    private readonly List<TestCaseFact> _cases = [];
    private readonly List<CodeBlock> _functions;

    private TestScanner(SourceFile file, TestFrameworks frameworks)
    {
        _tokens = CodeTokens.Of(file);
        _frameworks = frameworks;
        _functions = [.. Outline.Of(file, _tokens).Where(b => b.Kind == BlockKind.Function && b.Last < _tokens.Count).OrderBy(b => b.First)];
        int outer = -1;
        foreach (var block in _functions)
        {
            // A function inside another is a helper, whatever its name.
            if (block.First > outer)
            {
                Function(block);
                outer = block.Last;
            }
        }

        for (int i = 0; i < _tokens.Count && frameworks.Calls.Count > 0; i++)
        {
            Call(i);
        }
    }

    /// <summary>The tests of a file; none when the language's tests are not read.</summary>
    public static IReadOnlyList<TestCaseFact> Scan(SourceFile file) =>
        file.Language is { } language && TestFrameworks.For(language.Id) is { } frameworks ? new TestScanner(file, frameworks)._cases : [];

    private void Function(CodeBlock block)
    {
        var marks = Marks(block).ToList();
        bool named = _frameworks.NamePrefix.Length > 0 && block.Name.StartsWith(_frameworks.NamePrefix, StringComparison.Ordinal)
            && (_tokens.Language.Id != "go" || (block.Parameters == 1 && IsGoTest(block)))
            && (_tokens.Language.Id is not ("swift" or "php" or "ruby") || block.Parameters == 0);
        if (!named && !marks.Any(m => _frameworks.Marks.Contains(m)))
        {
            return;
        }

        bool skipped = marks.Any(m => _frameworks.Skips.Contains(m)) || HasSkipArgument(block);
        int body = Body(block);
        _cases.Add(
            new TestCaseFact(block.Name, _tokens[block.NameToken].Line, _tokens[block.Last].Line, skipped, false,
                IsEmpty(body, block.Last), Checks(body, block.Last))
            {
                Calls = Called(body, block.Last),
            });
    }

    private void Call(int i)
    {
        string word = _tokens.Word(i);
        bool x = word.Length > 1 && word[0] == 'x' && _frameworks.Calls.Contains(word[1..]);
        bool f = word.Length > 1 && word[0] == 'f' && word is "fit" or "fdescribe";
        if (!_tokens.IsWord(i) || !(x || f || _frameworks.Calls.Contains(word)) || _tokens.Char(i - 1) == '.' || (i > 0 && _tokens.Is(i - 1, "function")))
        {
            return;
        }

        int at = i + 1;
        bool only = f;
        bool skipped = x;
        while (_tokens.Is(at, "."))
        {
            string member = _tokens.Word(at + 1);
            only |= member == "only";
            skipped |= member is "skip" or "todo" or "failing" or "fixme";
            at = member == "each" && _tokens.Char(at + 2) == '(' ? _tokens.Match(at + 2) + 1 : at + 2;
        }

        int open = _tokens.Char(at) == '(' ? at : -1;
        int name = open >= 0 ? open + 1 : at;
        int last = open >= 0 ? _tokens.Match(open) : LineEnd(at);
        if (!_tokens.IsLiteral(name) && _tokens.Language.Id != "cpp" || last < 0)
        {
            return;
        }

        if (_tokens.Language.Id is "cpp" && _tokens.Char(last + 1) == '{')
        {
            open = last;
            last = _tokens.Match(last + 1) is var close and > 0 ? close : last;
        }

        bool body = open >= 0
            && (_tokens.Language.Id == "cpp" || Enumerable.Range(name, last - name).Any(t => _tokens.Is(t, "=>") || _tokens.Is(t, "function") || _tokens.Char(t) == '{'));
        int brace = body
            ? Enumerable.Range(_tokens.Language.Id == "cpp" ? open : name, last - name + 1)
            .FirstOrDefault(t => _tokens.Char(t) == '{' && _tokens.Match(t) >= last - 3, -1) : -1;
        bool empty = brace >= 0 && _tokens.Match(brace) == brace + 1;
        _cases.Add(
            new TestCaseFact(Shorten(_tokens.Text(name).Trim('"', '\'', '`')), _tokens[i].Line, _tokens[last].Line, skipped, only, empty,
                !body || Checks(name + 1, last))
            { Calls = Called(name, last) });
    }

    private static string Shorten(string name) => name.Length > 80 ? name[..77] + "..." : name;

    private int LineEnd(int at)
    {
        while (at + 1 < _tokens.Count && !_tokens.IsFirstOnLine(at + 1))
        {
            at++;
        }

        return at;
    }

    private bool IsGoTest(CodeBlock block)
    {
        for (int i = block.NameToken; i < block.NameToken + 8; i++)
        {
            if (_tokens.Is(i, "testing") && _tokens.Is(i + 2, "T"))
            {
                return block.Name.Length == 4 || !char.IsLower(block.Name[4]);
            }
        }

        return false;
    }

    // The words of attributes and annotations: in the header, or on the lines above for decorators.
    private IEnumerable<string> Marks(CodeBlock block)
    {
        int first = block.First;
        bool decorated = _tokens.Language.Id is "python" or "rust" or "kotlin" or "swift" or "groovy" or "php";
        while (decorated && first > 0 && LineStart(first - 1) is var above && _tokens.Char(above) is '@' or '#')
        {
            first = above;
        }

        for (int i = first; i < block.NameToken; i++)
        {
            if (_tokens.IsWord(i) && (_tokens.Char(i - 1) is '[' or ',' or '@' or '.' || _tokens.Is(i - 1, "::")))
            {
                yield return _tokens.Word(i);
            }
        }
    }

    // The first token of the line that the token is on; of the line where its bracket opens when it closes one.
    private int LineStart(int at)
    {
        at = _tokens.Char(at) is ')' or ']' && _tokens.Match(at) >= 0 ? _tokens.Match(at) : at;
        while (!_tokens.IsFirstOnLine(at))
        {
            at--;
        }

        return at;
    }

    private bool HasSkipArgument(CodeBlock block)
    {
        for (int i = block.First; i < block.NameToken; i++)
        {
            if (_tokens.Is(i, "Skip") && _tokens.Is(i + 1, "="))
            {
                return true;
            }
        }

        int body = Body(block);
        bool first = _tokens.Language.Id == "go" && _tokens.Is(body + 1, "t") && _tokens.Word(body + 3) is "Skip" or "Skipf" or "SkipNow";
        return first && _tokens.Language.Id == "go";
    }

    private int Body(CodeBlock block)
    {
        for (int i = block.NameToken; i < block.Last; i++)
        {
            if (_tokens.Char(i) == '{' || (_tokens.Is(i, "=>") && _tokens.Language.Id == "csharp") || (_tokens.Is(i, ":") && _tokens.Language.Id == "python"))
            {
                return i;
            }

            i = _tokens.Char(i) is '(' && _tokens.Match(i) > i ? _tokens.Match(i) : i;
        }

        return block.NameToken;
    }

    private bool IsEmpty(int body, int last) => _tokens.Char(body) == '{' ? _tokens.Match(body) == body + 1 : last == body + 1 && _tokens.Is(last, "pass");

    /// <summary>The functions of a file: whether each checks something itself, and whom it calls.</summary>
    public static IEnumerable<CheckingFunction> Functions(SourceFile file) =>
        file.Language is { } language && TestFrameworks.For(language.Id) is { } frameworks ? new TestScanner(file, frameworks).Functions() : [];

    private IEnumerable<CheckingFunction> Functions() => _functions.Select(f => (Block: f, Body: Body(f)))
        .Select(f => new CheckingFunction(_tokens.Language.Id, f.Block.Name, Checks(f.Body, f.Block.Last), Called(f.Body, f.Block.Last)));

    // Names before an opening bracket, or before the type arguments in front of one.
    private HashSet<string> Called(int from, int last)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = from; i < last && names.Count < MostCalls; i++)
        {
            if (_tokens.IsName(i) && _tokens.Char(i + 1) is '(' or '<')
            {
                names.Add(_tokens.Text(i));
            }
        }

        return names;
    }

    private bool Checks(int from, int last)
    {
        for (int i = from; i <= last; i++)
        {
            bool told = _tokens.Is(i, "t") && _tokens.Is(i + 1, ".") && _tokens.Word(i + 2) is not ("end" or "teardown" or "comment" or "before" or "after" or "Parallel" or "Log" or "Logf" or "Cleanup" or "TempDir" or "Setenv" or "Context");
            // Go's helpers get the test and fail it themselves.
            bool handedOn = _tokens.Language.Id == "go" && _tokens.Is(i, "t") && !_tokens.Is(i + 1, ".") && !_tokens.Is(i + 1, ":");
            if (told || handedOn || (_tokens.IsWord(i) && IsAssertion(_tokens.Span(i))))
            {
                return true;
            }
        }

        return false;
    }

    // A name whose first or any later word is one of checking: "assertEquals", "ShouldBe", "Check_that", "t.Errorf".
    private static bool IsAssertion(ReadOnlySpan<char> name)
    {
        int start = 0;
        for (int i = 1; i <= name.Length; i++)
        {
            bool ends = i == name.Length || name[i] == '_' || (char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]));
            if (ends)
            {
                if (TestFrameworks.AssertionWords.Contains(name[start..i].Trim('_').ToString().ToLowerInvariant()))
                {
                    return true;
                }

                start = i;
            }
        }

        return name is "raise" or "throw" or "die" or "exit";
    }
}
