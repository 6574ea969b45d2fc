using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>A rule table, ordered for quick look-up: by language, then by the word that a rule waits for.</summary>
internal sealed class PatternRuleSet
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly Dictionary<string, LanguageRules> _byLanguage = new(StringComparer.Ordinal);

    private PatternRuleSet(IReadOnlyList<PatternRule> rules)
    {
        Rules = rules;
        foreach (var rule in rules)
        {
            foreach (var language in rule.Languages)
            {
                if (!_byLanguage.TryGetValue(language, out var known))
                    _byLanguage[language] = known = new LanguageRules(LanguageTable.Get(language).CaseSensitive);
                known.Add(rule);
            }
        }
    }

    public IReadOnlyList<PatternRule> Rules { get; }

    /// <summary>Loads every embedded table whose resource name begins with a prefix.</summary>
    /// <exception cref="InvalidDataException">A table is missing or malformed: a fault in Axle's own files.</exception>
    public static PatternRuleSet Load(string prefix)
    {
        var assembly = typeof(PatternRuleSet).Assembly;
        var rules = new List<PatternRule>();
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            try
            {
                rules.AddRange(JsonSerializer.Deserialize<PatternRule[]>(stream, Options) ?? []);
            }
            catch (JsonException fault)
            {
                throw new InvalidDataException($"The rule table {name} is malformed: {fault.Message}", fault);
            }
        }

        return rules.Count > 0 ? new PatternRuleSet(rules) : throw new InvalidDataException($"No rule table '{prefix}' is embedded.");
    }

    /// <summary>The rules for a language; null when there are none.</summary>
    public LanguageRules? For(Language language) => _byLanguage.GetValueOrDefault(language.Id);
}

/// <summary>The rules for one language.</summary>
internal sealed class LanguageRules(bool caseSensitive)
{
    private readonly Dictionary<string, List<(PatternRule, NamePattern)>> _calls = new(Comparer(caseSensitive));
    private readonly Dictionary<string, List<PatternRule>> _assigns = new(Comparer(caseSensitive));

    public List<PatternRule> Literals { get; } = [];

    public List<PatternRule> Lines { get; } = [];

    public List<(PatternRule Rule, string[] Words)> Sequences { get; } = [];

    public IReadOnlyList<(PatternRule Rule, NamePattern Pattern)> Calls(string word) => _calls.TryGetValue(word, out var found)
        ? found : [];

    public IReadOnlyList<PatternRule> Assigns(string word) => _assigns.TryGetValue(word, out var found) ? found : [];

    public void Add(PatternRule rule)
    {
        foreach (var name in rule.Call)
        {
            var pattern = new NamePattern(name);
            Into(_calls, pattern.Word).Add((rule, pattern));
        }

        foreach (var name in rule.Assign)
            Into(_assigns, name).Add(rule);
        foreach (var row in rule.Tokens)
            Sequences.Add((rule, row.Split(' ')));
        if (rule.Literal is not null)
            Literals.Add(rule);
        if (rule.Line is not null)
            Lines.Add(rule);
    }

    private static StringComparer Comparer(bool caseSensitive) => caseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private static List<T> Into<T>(Dictionary<string, List<T>> map, string key)
    {
        if (!map.TryGetValue(key, out var list))
            map[key] = list = [];
        return list;
    }
}
