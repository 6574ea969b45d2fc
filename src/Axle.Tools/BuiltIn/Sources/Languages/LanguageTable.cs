using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Axle.Tools.BuiltIn.Sources.Languages.Families;

namespace Axle.Tools.BuiltIn.Sources.Languages;

/// <summary>All languages that the tools know, found by id, file name, ending or first line.</summary>
public static class LanguageTable
{
    /// <summary>Every language, ordered by id.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        .. CFamily.All.Concat(ManagedFamily.All).Concat(WebFamily.All).Concat(ModernFamily.All).Concat(ScriptFamily.All)
            .Concat(FunctionalFamily.All).Concat(ClassicFamily.All).Concat(ConfigurationFamily.All).OrderBy(l => l.Id, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, Language> ById = All.ToFrozenDictionary(l => l.Id);
    private static readonly FrozenDictionary<string, Language[]> ByExtension = Index(l => l.Extensions);
    private static readonly FrozenDictionary<string, Language[]> ByFileName = Index(l => l.FileNames);
    private static readonly FrozenDictionary<string, Language[]> ByShebang = Index(l => l.Shebangs);

    /// <summary>Finds a language by its id, for example <c>csharp</c>.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out Language? language) => ById.TryGetValue(id, out language);

    /// <summary>The language with the id.</summary>
    /// <exception cref="KeyNotFoundException">No language has it.</exception>
    public static Language Get(string id) => ById[id];

    /// <summary>Works out a file's language from its name, and from its text where the name leaves a choice.</summary>
    /// <param name="path">The path; only the last part is used.</param>
    /// <param name="text">The file's text; may be its start only.</param>
    /// <returns>Null when the language is not known.</returns>
    public static Language? Detect(string path, ReadOnlySpan<char> text)
    {
        string name = Path.GetFileName(path);
        if (ByFileName.TryGetValue(name, out var named))
        {
            return named[0];
        }

        if (name.StartsWith("Dockerfile.", StringComparison.Ordinal) || name.StartsWith(".env.", StringComparison.Ordinal))
        {
            return ById[name[0] == '.' ? "dotenv" : "dockerfile"];
        }

        for (int dot = name.IndexOf('.', 1 % Math.Max(name.Length, 1)); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (ByExtension.TryGetValue(name[(dot + 1)..], out var candidates))
            {
                return AmbiguousExtension.Choose(name[(dot + 1)..], candidates, text);
            }
        }

        return FromShebang(text);
    }

    private static Language? FromShebang(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("#!"))
        {
            return null;
        }

        int end = text.IndexOf('\n');
        string line = (end < 0 ? text[2..Math.Min(text.Length, 200)] : text[2..Math.Min(end, 200)]).Trim().ToString();
        foreach (string part in line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            string program = part[(part.LastIndexOf('/') + 1)..].TrimEnd("0123456789.-".ToCharArray());
            if (program.Length > 0 && ByShebang.TryGetValue(program, out var languages))
            {
                return languages[0];
            }
        }

        return null;
    }

    private static FrozenDictionary<string, Language[]> Index(Func<Language, string[]> names) =>
        (from language in All from name in names(language) group language by name.ToLowerInvariant())
        .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.OrdinalIgnoreCase);
}
