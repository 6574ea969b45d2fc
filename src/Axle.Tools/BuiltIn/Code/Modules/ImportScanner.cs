using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>Reads the imports of a file from its tokens, so that texts and comments never count.</summary>
internal sealed class ImportScanner(SourceFile file)
{
    private const int MostImports = 5000;
    private readonly Token[] _tokens = [.. file.TokenArray.Where(t => t.Kind != TokenKind.Comment)];
    private readonly List<ImportFact> _imports = [];

    /// <summary>All imports; empty for languages without.</summary>
    public static IReadOnlyList<ImportFact> Scan(SourceFile file) => new ImportScanner(file).Run();

    private List<ImportFact> Run()
    {
        int depth = 0;
        for (int i = 0; i < _tokens.Length && _imports.Count < MostImports; i++)
        {
            var text = Text(i);
            depth += text is "{" ? 1 : text is "}" ? -1 : 0;
            bool leads = i == 0 || _tokens[i - 1].Line != _tokens[i].Line || Text(i - 1) is ";";
            switch (file.Language!.Id)
            {
                case "javascript" or "typescript" or "vue" or "svelte":
                    Script(i, depth);
                    break;
                case "python" when leads:
                    Python(i);
                    break;
                case "c" or "cpp" or "objectivec" or "cuda" or "arduino" when _tokens[i].Kind == TokenKind.Directive:
                    Include(i);
                    break;
                case "java" or "kotlin" or "scala" or "groovy" or "haskell" or "elm" or "purescript" or "swift" or "d" when leads && text is "import":
                    Dotted(i + 1);
                    break;
                case "csharp" or "php" or "rust" or "perl" or "fsharp" when leads:
                    Use(i, depth);
                    break;
                case "ruby" or "crystal" or "lua" or "dart" or "go" or "elixir":
                    Other(i, leads, depth);
                    break;
            }
        }

        return _imports;
    }

    private ReadOnlySpan<char> Text(int i) => (uint)i < (uint)_tokens.Length ? _tokens[i].In(file.Text) : [];

    private bool IsLiteral(int i) => (uint)i < (uint)_tokens.Length && _tokens[i].Kind == TokenKind.Literal;

    private void Add(int at, string target, ImportStrength strength = ImportStrength.Load, IReadOnlyList<string>? names = null) =>
        _imports.Add(new ImportFact(target, _tokens[at].Line, strength, names ?? []));

    private string Unquoted(int i) => Text(i).Trim("'\"`").ToString();

    private void Script(int i, int depth)
    {
        var text = Text(i);
        if (text is "require" && Text(i + 1) is "(" && IsLiteral(i + 2) && Text(i + 3) is ")")
        {
            Add(i, Unquoted(i + 2), depth > 0 ? ImportStrength.Late : ImportStrength.Load);
        }
        else if (text is "import" or "export" && depth == 0 && (i == 0 || Text(i - 1) is not "."))
        {
            int from = i + 1;
            while (from < _tokens.Length && from < i + 400 && Text(from) is not ("from" or ";" or "(" or "=" or "function" or "class" or "const" or "let" or "var" or "default") && !IsLiteral(from))
            {
                from++;
            }

            int literal = IsLiteral(from) ? from : IsLiteral(from + 1) && Text(from) is "from" ? from + 1 : -1;
            if (literal > 0 && (from == i + 1 || Text(literal - 1) is "from"))
            {
                Add(i, Unquoted(literal), IsTypesOnly(i, literal) ? ImportStrength.TypesOnly : ImportStrength.Load);
            }
        }
    }

    // "import type X", and braces in which every name is marked as a type.
    private bool IsTypesOnly(int i, int literal)
    {
        if (Text(i + 1) is "type" && Text(i + 2) is not ("from" or ","))
        {
            return true;
        }

        if (Text(i + 1) is not "{")
        {
            return false;
        }

        bool first = true;
        for (int at = i + 2; at < literal && Text(at) is not "}"; at++)
        {
            if (first && Text(at) is not "type")
            {
                return false;
            }

            first = Text(at) is ",";
        }

        return true;
    }

    private void Python(int i)
    {
        var strength = _tokens[i].Column == 1 ? ImportStrength.Load : ImportStrength.Late;
        if (Text(i) is "import")
        {
            for (int at = i + 1; at < _tokens.Length && _tokens[at].Line == _tokens[i].Line && Text(at) is not (";" or "as");)
            {
                Add(i, Path(ref at, "."), strength);
                while (at < _tokens.Length && _tokens[at].Line == _tokens[i].Line && Text(at) is not ",")
                {
                    at++;
                }

                at++;
            }
        }
        else if (Text(i) is "from")
        {
            int at = i + 1;
            string target = Path(ref at, ".");
            if (Text(at) is not "import")
            {
                return;
            }

            var names = new List<string>();
            bool open = Text(at + 1) is "(";
            for (at += open ? 2 : 1; at < _tokens.Length && (open ? Text(at) is not ")" : _tokens[at].Line == _tokens[i].Line); at++)
            {
                if (_tokens[at].Kind == TokenKind.Identifier && Text(at - 1) is not "as")
                {
                    names.Add(Text(at).ToString());
                }
            }

            Add(i, target, strength, names);
        }
    }

    private void Include(int i)
    {
        var directive = Text(i);
        int word = directive.IndexOf("include", StringComparison.Ordinal);
        int open = directive.IndexOf('"');
        int close = open < 0 ? -1 : directive[(open + 1)..].IndexOf('"');
        if (word is > 0 and < 12 && close > 0)
        {
            Add(i, directive.Slice(open + 1, close).ToString());
        }
    }

    private void Dotted(int i)
    {
        while (Text(i) is "static" or "qualified" or "safe" or "class" or "func" or "struct")
        {
            i++;
        }

        int at = i;
        string target = Path(ref at, ".");
        if (target.Length > 0)
        {
            Add(i, target);
        }
    }

    private void Use(int i, int depth)
    {
        var text = Text(i);
        string id = file.Language!.Id;
        int at = i + 1;
        if (id == "csharp" && (text is "using" || (text is "global" && Text(at) is "using")))
        {
            at += text is "global" ? 1 : 0;
            at += Text(at) is "static" ? 1 : 0;
            bool alias = Text(at + 1) is "=";
            at += alias ? 2 : 0;
            string target = Path(ref at, ".");
            if (Text(at) is ";" && target.Length > 0)
            {
                Add(i, target);
            }
        }
        else if ((id == "perl" && text is "use" or "require") || (id == "rust" && text is "use") || (id == "php" && text is "use" && depth == 0) || (id == "fsharp" && text is "open"))
        {
            string target = Path(ref at, id switch { "php" => "\\", "fsharp" => ".", _ => "::" });
            if (target.Length > 0)
            {
                Add(i, target, depth > 0 && id == "perl" ? ImportStrength.Late : ImportStrength.Load);
            }
        }
    }

    private void Other(int i, bool leads, int depth)
    {
        var text = Text(i);
        switch (file.Language!.Id)
        {
            case "ruby" or "crystal" when leads && text is "require" or "require_relative" && IsLiteral(i + 1):
                Add(i, (text is "require_relative" ? "./" : "") + Unquoted(i + 1));
                break;
            case "lua" when text is "require":
                int literal = IsLiteral(i + 1) ? i + 1 : Text(i + 1) is "(" && IsLiteral(i + 2) ? i + 2 : -1;
                if (literal > 0)
                {
                    Add(i, Unquoted(literal), _tokens[i].Column > 1 && file.Line(_tokens[i].Line)[0] is ' ' or '\t' ? ImportStrength.Late
                        : ImportStrength.Load);
                }

                break;
            case "dart" when leads && text is "import" or "export" or "part" && IsLiteral(i + 1):
                Add(i, Unquoted(i + 1));
                break;
            case "go" when text is "import":
                GoImports(i);
                break;
            case "elixir" when leads && text is "alias" or "import" or "use" or "require":
                int at = i + 1;
                string target = Path(ref at, ".");
                Add(i, target, ImportStrength.Late);
                break;
        }
    }

    private void GoImports(int i)
    {
        bool group = Text(i + 1) is "(";
        for (int at = i + 1; at < _tokens.Length && Text(at) is not ")"; at++)
        {
            if (IsLiteral(at))
            {
                Add(at, Unquoted(at));
                if (!group)
                {
                    return;
                }
            }
            else if (!group && _tokens[at].Line != _tokens[i].Line)
            {
                return;
            }
        }
    }

    // A path of words: "a.b.c", ".x", "crate::a", "A\B". Moves behind it.
    private string Path(ref int at, string separator)
    {
        var path = new System.Text.StringBuilder();
        int line = at < _tokens.Length ? _tokens[at].Line : 0;
        for (bool word = false; at < _tokens.Length && _tokens[at].Line == line; at++)
        {
            var text = Text(at);
            bool separates = text.SequenceEqual(separator) || (separator == "." && text is ".." or "...");
            bool name = _tokens[at].Kind is TokenKind.Identifier || (_tokens[at].Kind is TokenKind.Keyword && text is not ("import" or "as"));
            if (!separates && (!name || word))
            {
                break;
            }

            word = name && !separates;
            path.Append(text);
        }

        return path.ToString();
    }
}
