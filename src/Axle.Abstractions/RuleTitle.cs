using System.Collections.Frozen;

namespace Axle;

/// <summary>Rule ids in words, for readers who do not know the ids.</summary>
public static class RuleTitle
{
    /// <summary>What is said of a finding without a rule.</summary>
    public const string None = "finding without a rule";

    private static readonly FrozenSet<string> Acronyms = "api ci cors csrf css html http https id iv jwt json sql ssh ssl tls url xml xss xxe yaml"
        .Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Areas whose last part is a language or a function: without the area's name it would say nothing.
    private static readonly FrozenDictionary<string, string> Areas = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sec.cipher"] = "weak cipher",
        ["sec.command"] = "shell command put together at run time",
        ["sec.cookie"] = "unprotected cookie",
        ["sec.cors"] = "CORS open to everyone",
        ["sec.csrf"] = "CSRF check switched off",
        ["sec.debug"] = "debug mode switched on",
        ["sec.deserialize"] = "unsafe deserialisation",
        ["sec.eval"] = "text run as code",
        ["sec.hash"] = "broken hash",
        ["sec.iv"] = "fixed or missing IV",
        ["sec.jwt"] = "JWT not checked",
        ["sec.memory"] = "unsafe memory function",
        ["sec.path"] = "path from outside",
        ["sec.random"] = "predictable random number for a secret",
        ["sec.redirect"] = "open redirect",
        ["sec.sql"] = "SQL put together from text",
        ["sec.tls"] = "connection not verified",
        ["sec.unsafe"] = "type or memory safety switched off",
        ["sec.upload"] = "unchecked upload",
        ["sec.xss"] = "markup put together from text",
        ["sec.xxe"] = "XML external entities allowed",
        ["dep.no-licence"] = "package without a licence",
        ["dep.superseded"] = "superseded package",
        ["dep.unpinned"] = "unpinned dependency",
        ["duplication.clone"] = "duplicated code",
        ["git.hotspot"] = "hot spot",
        ["modules.cycle"] = "module cycle",
        ["modules.file-cycle"] = "file cycle",
        ["modules.hub"] = "module hub",
        ["tests.empty"] = "empty test",
        ["tests.focused"] = "focused test",
        ["tests.no-assertion"] = "test without an assertion",
        ["tests.none"] = "no tests",
        ["tests.skipped"] = "switched-off test",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The title in lower case: <c>sec.hash.python</c> is <c>broken hash</c>, <c>docs.no-ci</c> <c>no CI</c>, <c>sec.secret.private-key</c>
    /// <c>secret: private key</c>, <c>perf.query-in-loop.go</c> <c>query in loop</c>. An empty id is <see cref="None"/>.
    /// </summary>
    /// <param name="rule">A rule's id: parts with <c>.</c>, <c>/</c> or <c>:</c> between them, the family first.</param>
    public static string Of(string rule)
    {
        var parts = rule.Split(['.', '/', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts switch
        {
            [] => None,
            [var family, var area, ..] when Areas.TryGetValue($"{family}.{area}", out var title) => title,
            ["agent", var agent, "conclusion"] => $"conclusion of the {Words(agent)} agent",
            [var only] => Words(only),
            // The last part of a performance rule is the language it speaks of, which the place shows.
            ["perf", var habit, ..] => Words(habit),
            [_, .. var rest] => string.Join(": ", rest.Select(Words)),
        };
    }

    private static string Words(string part) => string.Join(' ', part.Split(['-', '_', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(static word => Acronyms.Contains(word) ? word.ToUpperInvariant() : word));
}
