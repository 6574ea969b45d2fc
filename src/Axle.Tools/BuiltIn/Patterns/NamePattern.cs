using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>How a called name must look: its last word, the words before it, and whether a receiver may or must be there.</summary>
internal sealed class NamePattern
{
    private static readonly string[] Separators = [".", "->", "::", "?.", "?->", ":", "\\", "&."];

    /// <summary>Words that may stand before a call; any other word there makes it a declaration.</summary>
    private static readonly string[] BeforeCalls =
    [
        "return", "await", "else", "throw", "in", "and", "or", "not", "yield", "case", "print", "echo", "do", "then", "if", "unless",
            "until", "while",
        "elif", "elsif", "typeof", "void", "new", "co_await", "co_return", "let", "puts", "raise", "assert", "del", "go", "defer", "when",
            "is", "as", "exec", "sudo", "begin", "try", "lambda", "with", "from", "local", "where", "set", "end", "default", "and_then",
            "unsafe", "async", "delete", "mut", "ref", "out",
    ];

    private static readonly string[] Declares = ["def", "function", "func", "fn", "sub", "fun", "defp", "defmacro", "class", "struct",
        "interface", "proc", "procedure", "method", "macro", "#define", "alias", "import", "type", "module", "package"];

    private readonly string[] _receivers;
    private readonly bool _needsReceiver;
    private readonly bool _mayHaveReceiver;
    private readonly bool _isNew;

    public NamePattern(string pattern)
    {
        var text = pattern;
        if (text.StartsWith("new ", StringComparison.Ordinal))
            (_isNew, text) = (true, text[4..]);
        if (text.StartsWith('?'))
            (_mayHaveReceiver, text) = (true, text[1..]);
        if (text.StartsWith('.'))
            (_needsReceiver, text) = (true, text[1..]);
        var parts = text.Split(["::", "->", "."], StringSplitOptions.RemoveEmptyEntries);
        Word = parts[^1];
        _receivers = parts[..^1];
    }

    /// <summary>The last word.</summary>
    public string Word { get; }

    /// <summary>The first token of the whole name when the tokens before an index fit; -1 otherwise.</summary>
    public int Start(TokenFile file, int name)
    {
        var at = name;
        for (var i = _receivers.Length - 1; i >= 0; i--)
        {
            if (!file.IsAny(at - 1, Separators) || !SameWord(file, at - 2, _receivers[i]))
                return -1;
            at -= 2;
        }

        if (file.Is(at - 1, "$") || file.Is(at - 1, "@"))
            at--;
        var member = file.IsAny(at - 1, Separators) && !(file.Is(at - 1, ":") && file.Language.Id is not "lua");
        if (_receivers.Length == 0 && (member ? !_needsReceiver && !_mayHaveReceiver : _needsReceiver))
            return Root(file, at, member);
        if (_isNew != file.Is(at - 1, "new") && (_isNew || (_receivers.Length == 0 && !_mayHaveReceiver && !_needsReceiver)))
            return -1;
        return IsDeclared(file, at) ? -1 : _isNew ? at - 1 : at;
    }

    /// <summary>A global function may be reached by its root namespace: <c>\system</c> in PHP, <c>::system</c> and <c>std::system</c> in
    /// C++.</summary>
    private int Root(TokenFile file, int at, bool member)
    {
        if (!member || _needsReceiver || _isNew)
            return -1;
        if (file.Is(at - 1, "\\") && !file.IsName(at - 2))
            return at - 1;
        return file.Is(at - 1, "::") && (!file.IsName(at - 2) || file.Is(at - 2, "std")) && file.Language.Id is "cpp" ? at - 1 : -1;
    }

    private static bool SameWord(TokenFile file, int index, string word) =>
        word == "*" ? index >= 0 : file.Language.CaseSensitive ? file.Is(index, word)
            : file.At(index).Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsDeclared(TokenFile file, int start)
    {
        if (file.IsAny(start - 1, Declares))
            return true;
        if (file.Language.Id is "ruby" or "perl" or "shell" or "elixir" or "python" or "fish" or "makefile" or "make" or "dockerfile" or "powershell")
            return false;
        // Two words in a row are a type and a name, unless the first is a word such as return.
        var before = file.At(start - 1);
        var pointer = before is "*" or "**" or "&" && file.Language.Id is "c" or "cpp" or "objectivec" && file.IsName(start - 2) &&
            !file.IsAny(start - 2, BeforeCalls) &&
            (file[start - 2].Kind is TokenKind.Keyword || StartsLine(file, start - 2));
        return pointer || (file.IsName(start - 1) && file[start - 1].Line == file[start].Line && !IsBeforeCall(file, start - 1));
    }

    private static bool IsBeforeCall(TokenFile file, int index) =>
        file.Language.CaseSensitive ? file.IsAny(index, BeforeCalls)
            : BeforeCalls.Contains(file.At(index).ToString(), StringComparer.OrdinalIgnoreCase);

    private static bool StartsLine(TokenFile file, int index) => index <= 0 || file[index - 1].Line < file[index].Line;
}
