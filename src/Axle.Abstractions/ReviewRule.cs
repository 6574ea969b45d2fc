using System.Collections.Frozen;
using System.Globalization;

namespace Axle;

/// <summary>
/// The id of a rule of the review (<c>sec.hash.python</c>: family, matter, language or variant), as a reader knows it. Reports and
/// summaries name rules alike, so both ask here.
/// </summary>
/// <param name="Id">The rule's id; any text is accepted.</param>
public readonly record struct ReviewRule(string Id)
{
    private static readonly char[] Joints = ['.', '/', ':'];

    private static readonly FrozenSet<string> Languages = Set(
        "python node java csharp go php ruby perl rust c javascript typescript groovy lua elixir scala dart swift kotlin-swift r tcl powershell shell visualbasic dotnet literal");

    private static readonly FrozenSet<string> Upkeep = Set("structure duplication docs modules git tests");

    private static readonly FrozenSet<string> Acronyms =
        Set("api ci cors csrf css html http https id io jwt json md5 orm sha1 sql ssh ssl tls url xml xss xxe yaml");

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["sec.secret"] = "committed secret",
        ["sec.secret.assignment"] = "committed secret",
        ["sec.command"] = "shell command",
        ["sec.command.python-os"] = "shell command",
        ["sec.hash"] = "weak hash",
        ["sec.cipher"] = "weak cipher",
        ["sec.iv"] = "fixed initialisation vector",
        ["sec.random"] = "predictable random number",
        ["sec.jwt"] = "token not verified",
        ["sec.deserialize"] = "unsafe deserialisation",
        ["sec.eval"] = "text run as code",
        ["sec.memory"] = "unsafe memory call",
        ["sec.temp"] = "unsafe temporary file",
        ["sec.perm"] = "wide file permissions",
        ["sec.unsafe"] = "unsafe block",
        ["sec.regex.nested"] = "slow regular expression",
        ["sec.sql"] = "SQL from parts",
        ["sec.tls"] = "TLS check switched off",
        ["sec.xss"] = "unescaped HTML",
        ["sec.xxe"] = "XML with external entities",
        ["sec.cors"] = "open CORS",
        ["sec.csrf"] = "CSRF check switched off",
        ["sec.cookie"] = "weak cookie",
        ["sec.path"] = "path from outside",
        ["sec.redirect"] = "open redirect",
        ["sec.upload"] = "unchecked upload",
        ["sec.debug"] = "debugging left on",
        ["sec.shell"] = "shell",
        ["structure.huge-file"] = "very long file",
        ["duplication.clone"] = "duplicated code",
        ["modules.cycle"] = "cycle of modules",
        ["modules.file-cycle"] = "import cycle",
        ["modules.hub"] = "hub file",
        ["git.hotspot"] = "hot spot",
        ["tests.none"] = "no tests",
        ["tests.empty"] = "empty test",
        ["tests.skipped"] = "test switched off",
        ["tests.focused"] = "focused test",
        ["tests.no-assertion"] = "test without a check",
        ["docs.no-readme"] = "no README",
        ["docs.leftover-note"] = "note left in a comment",
        ["docs.no-license"] = "no licence",
        ["dep.no-licence"] = "package without a licence",
        ["dep.superseded"] = "superseded package",
        ["dep.unpinned"] = "unpinned dependency",
        ["perf.list-front"] = "insertion at a list's front",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Whether it tells of the effort that changes cost (long functions, copies, missing tests), not of something that goes wrong when
    /// the code runs. At one severity, what goes wrong comes first.
    /// </summary>
    public bool IsUpkeep => Upkeep.Contains(Part(0));

    /// <summary>A few words, first letter small: <c>weak hash</c>, <c>docker: root user</c>; never empty.</summary>
    public string Title
    {
        get
        {
            var parts = (Id ?? "").Split(Joints, StringSplitOptions.RemoveEmptyEntries);
            for (var count = parts.Length; count > 0; count--)
            {
                if (Known.TryGetValue(string.Join('.', parts.Take(count)), out var title))
                    return Detail(parts.Skip(count)) is { Length: > 0 } detail
                        && !title.Contains(detail, StringComparison.OrdinalIgnoreCase) ? $"{title} ({detail})" : title;
            }

            var words = Say(string.Join(": ", parts.Skip(parts.Length > 1 ? 1 : 0).Where((p, i) => i == 0 || !Languages.Contains(p))));
            return words.Length > 0 ? words : "finding without a rule";
        }
    }

    private string Part(int index) => (Id ?? "").Split(Joints, StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(index) ?? "";

    // "python-cert-none" says "cert none" beside a title that stands for the matter.
    private static string Detail(IEnumerable<string> parts) => Say(string.Join(", ", parts.Select(static part =>
        Languages.Contains(part) ? ""
        : part.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && Languages.Contains(part[..dash]) ? part[(dash + 1)..]
        : part).Where(static part => part.Length > 0)));

    private static string Say(string text) => string.Join(' ', text
        .Split(['-', '_', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(static word => Acronyms.Contains(word.ToLowerInvariant()) ? word.ToUpper(CultureInfo.InvariantCulture) : word));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
