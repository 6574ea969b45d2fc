using System.Text.RegularExpressions;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;

namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>Finds the files of the workspace that an import means; imports of libraries outside resolve to nothing.</summary>
internal sealed partial class ModuleResolver
{
    private static readonly string[] ScriptEndings = ["", ".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", "/index.ts", "/index.tsx", "/index.js", "/index.mjs"];
    private readonly Dictionary<string, SourceFile> _byPath;
    private readonly ILookup<string, SourceFile> _byStem;
    private readonly ILookup<string, SourceFile> _byNamespace;
    private readonly List<(string Module, string Folder)> _goModules;

    public ModuleResolver(SourceTree tree, IReadOnlyList<SourceFile> files)
    {
        _byPath = files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        _byStem = files.ToLookup(f => Stem(f.Name), StringComparer.Ordinal);
        _byNamespace = files.Select(f => (File: f, Name: Namespace(f))).Where(p => p.Name.Length > 0)
            .ToLookup(p => p.Name, p => p.File, StringComparer.Ordinal);
        _goModules =
            [.. from f in tree.Files where f.Name == "go.mod" let m = GoModule()
                .Match(f.Text) where m.Success orderby f.Folder.Length descending select (m.Groups[1].Value, f.Folder)];
    }

    /// <summary>The namespace or package that a file declares; empty when it declares none.</summary>
    public static string Namespace(SourceFile file)
    {
        string word = file.Language?.Id switch { "csharp" or "php" => "namespace", "java" or "kotlin" or "scala" or "groovy" => "package", "elixir" => "defmodule", _ => "" };
        if (word.Length == 0)
        {
            return "";
        }

        var tokens = file.TokenArray;
        int at = Array.FindIndex(tokens, t => t.Is(file.Text, word));
        if (at < 0)
        {
            return "";
        }

        var name = new System.Text.StringBuilder();
        for (at++; at < tokens.Length && tokens[at].Line == tokens[at - 1].Line
            && (tokens[at].Kind is TokenKind.Identifier or TokenKind.Keyword || tokens[at].In(file.Text) is "." or "\\"); at++)
        {
            if (tokens[at].Is(file.Text, "do"))
            {
                break;
            }

            name.Append(tokens[at].In(file.Text));
        }

        return name.ToString();
    }

    /// <summary>The files that the import brings in, without the importing file itself.</summary>
    public IEnumerable<SourceFile> Resolve(SourceFile from, ImportFact import)
    {
        var found = from.Language!.Id switch
        {
            "javascript" or "typescript" or "vue" or "svelte" => Script(from, import.Target),
            "python" => Python(from, import),
            "c" or "cpp" or "objectivec" or "cuda" or "arduino" => Include(from, import.Target),
            "java" or "kotlin" or "scala" or "groovy" => Package(from, import.Target),
            "csharp" => _byNamespace[import.Target],
            "php" => BySuffix(from, import.Target.Replace('\\', '/').TrimStart('/')),
            "go" => Go(import.Target),
            "rust" => Rust(from, import.Target),
            "perl" => BySuffix(from, import.Target.Replace("::", "/", StringComparison.Ordinal)),
            "elixir" => _byNamespace[import.Target],
            "ruby" or "crystal" or "dart" => RelativeOrSuffix(from, import.Target),
            _ => BySuffix(from, import.Target.Replace('.', '/')),
        };
        return found.Where(f => f != from).Distinct();
    }

    private IEnumerable<SourceFile> Script(SourceFile from, string target)
    {
        if (!target.StartsWith('.'))
        {
            return [];
        }

        string path = Join(from.Folder, target);
        string bare = path.EndsWith(".js", StringComparison.Ordinal) ? path[..^3] : path;
        return ScriptEndings.Select(e => _byPath.GetValueOrDefault(path + e))
            .Concat(ScriptEndings.Select(e => _byPath.GetValueOrDefault(bare + e))).OfType<SourceFile>().Take(1);
    }

    private IEnumerable<SourceFile> Python(SourceFile from, ImportFact import)
    {
        string target = import.Target;
        int dots = target.Length - target.TrimStart('.').Length;
        string path = target[dots..].Replace('.', '/');
        if (dots > 0)
        {
            string folder = from.Folder;
            for (int up = 1; up < dots; up++)
            {
                folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "";
            }

            string stem = path.Length == 0 ? folder : folder.Length == 0 ? path : folder + "/" + path;
            return Members(stem, import.Names);
        }

        // The package's root is where the importing file's own package starts, or the workspace's.
        for (string folder = from.Folder; ; folder = folder.LastIndexOf('/') is var slash and >= 0 ? folder[..slash] : "")
        {
            if (!_byPath.ContainsKey(folder.Length == 0 ? "__init__.py" : folder + "/__init__.py"))
            {
                var members = Members(folder.Length == 0 ? path : folder + "/" + path, import.Names).ToList();
                if (members.Count > 0)
                {
                    return members;
                }
            }

            if (folder.Length == 0)
            {
                return [];
            }
        }
    }

    private IEnumerable<SourceFile> Members(string stem, IReadOnlyList<string> names)
    {
        var submodules = names.Select(n => _byPath.GetValueOrDefault($"{stem}/{n}.py") ?? _byPath.GetValueOrDefault($"{stem}/{n}/__init__.py")).ToList();
        foreach (var submodule in submodules.OfType<SourceFile>())
        {
            yield return submodule;
        }

        if ((names.Count == 0 || submodules.Contains(null)) && (_byPath.GetValueOrDefault(stem + ".py") ?? _byPath.GetValueOrDefault(stem + "/__init__.py")) is { } module)
        {
            yield return module;
        }
    }

    private List<SourceFile> Include(SourceFile from, string target)
    {
        if (_byPath.TryGetValue(Join(from.Folder, target), out var near))
        {
            return [near];
        }

        var candidates =
            _byStem[Stem(target[(target.LastIndexOf('/') + 1)..])].Where(f => f.Path == target
                || f.Path.EndsWith("/" + target, StringComparison.Ordinal)).Take(2).ToList();
        return candidates.Count == 1 ? candidates : [];
    }

    private IEnumerable<SourceFile> Package(SourceFile from, string target)
    {
        string path = target.TrimEnd('.', '*').Replace('.', '/');
        var exact = BySuffix(from, path).ToList();
        return exact.Count > 0 ? exact
            : _byNamespace[target.TrimEnd('.', '*')].Concat(
                _byNamespace[target.LastIndexOf('.') is var dot and > 0 ? target[..dot] : target])
                    .Where(f => target.EndsWith('*') || Stem(f.Name) == target[(target.LastIndexOf('.') + 1)..]);
    }

    private IEnumerable<SourceFile> Go(string target)
    {
        foreach (var (module, folder) in _goModules)
        {
            if (target == module || target.StartsWith(module + "/", StringComparison.Ordinal))
            {
                string path = (folder + target[module.Length..]).TrimStart('/');
                return _byPath.Values.Where(f => f.Folder == path && f.Language!.Id == "go" && !f.IsTest).Take(1);
            }
        }

        return [];
    }

    private IEnumerable<SourceFile> Rust(SourceFile from, string target)
    {
        string[] parts = target.Split("::", StringSplitOptions.RemoveEmptyEntries);
        int source = ("/" + from.Path).LastIndexOf("/src/", StringComparison.Ordinal);
        if (parts.Length < 2 || parts[0] != "crate" || source < 0)
        {
            return [];
        }

        string root = ("/" + from.Path)[1..(source + 4)];
        for (int length = parts.Length; length > 1; length--)
        {
            string path = root + "/" + string.Join('/', parts[1..length]);
            if ((_byPath.GetValueOrDefault(path + ".rs") ?? _byPath.GetValueOrDefault(path + "/mod.rs")) is { } file)
            {
                return [file];
            }
        }

        return [];
    }

    private IEnumerable<SourceFile> RelativeOrSuffix(SourceFile from, string target)
    {
        string ending = from.Language!.Id switch { "ruby" => ".rb", "crystal" => ".cr", _ => "" };
        target = target.StartsWith("package:", StringComparison.Ordinal) && target.Contains('/', StringComparison.Ordinal) ? "lib/"
            + target[(target.IndexOf('/', StringComparison.Ordinal) + 1)..] : target;
        string name = target.EndsWith(ending, StringComparison.Ordinal) ? target : target + ending;
        if (_byPath.TryGetValue(Join(from.Folder, name), out var near) && (target.StartsWith('.') || ending.Length == 0))
        {
            return [near];
        }

        return target.StartsWith('.') ? []
            : BySuffix(from, ending.Length > 0 && name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : Stem(name));
    }

    private IEnumerable<SourceFile> BySuffix(SourceFile from, string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        var found =
            _byStem[path[(path.LastIndexOf('/') + 1)..]].Where(f => f.Language == from.Language
                && (Bare(f) == path || Bare(f).EndsWith("/" + path, StringComparison.Ordinal)))
            .OrderBy(f => f.Path.Length).Take(3).ToList();
        bool plain = !path.Contains('/', StringComparison.Ordinal);
        return plain && found.Count > 1 ? [] : found.Take(1);
    }

    private static string Bare(SourceFile file) => file.Path[..^(file.Name.Length - Stem(file.Name).Length)];

    private static string Stem(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? name[..dot] : name;

    private static string Join(string folder, string relative)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in relative.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"^module\s+(\S+)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex GoModule();
}
