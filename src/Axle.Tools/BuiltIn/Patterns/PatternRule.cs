using System.Text.RegularExpressions;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>
/// One entry of a rule table (a JSON resource). Exactly one of <see cref="Call"/>, <see cref="Assign"/>, <see cref="Tokens"/>,
/// <see cref="Literal"/> and <see cref="Line"/> says what to look for; the rest are conditions that must all hold.
/// </summary>
internal sealed record PatternRule
{
    /// <summary>Stable id, for example <c>sec.command-injection.python-shell</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Ids of the languages it speaks of.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>For example <c>CWE-78</c>; null for rules that are not about security.</summary>
    public string? Cwe { get; init; }

    /// <summary>
    /// Calls: <c>eval</c> (no receiver), <c>os.system</c> (that receiver), <c>.exec</c> (any receiver), <c>?exec</c> (with or without),
    /// <c>new Function</c>.
    /// </summary>
    public IReadOnlyList<string> Call { get; init; } = [];

    /// <summary>Names that are set with <c>=</c>, <c>:</c> or <c>=&gt;</c>; <see cref="Value"/> says to what.</summary>
    public IReadOnlyList<string> Assign { get; init; } = [];

    /// <summary>Tokens in a row, separated by spaces; <c>_</c> stands for any one token.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Expression over the content of string literals.</summary>
    public string? Literal { get; init; }

    /// <summary>Expression over a source line, comments removed: for templates.</summary>
    public string? Line { get; init; }

    /// <summary>Conditions on arguments of a call.</summary>
    public IReadOnlyList<ArgumentCondition> Args { get; init; } = [];

    /// <summary>Condition on what is assigned, or on the literal's own shape.</summary>
    public ArgumentCondition? Value { get; init; }

    /// <summary>Must match the statement's line or one of the two around it, comments removed.</summary>
    public string? Near { get; init; }

    /// <summary>Must not match there.</summary>
    public string? Unless { get; init; }

    /// <summary>Must match somewhere in the file's code.</summary>
    public string? InFile { get; init; }

    /// <summary>Must match the file's path.</summary>
    public string? PathMatches { get; init; }

    /// <summary>Whether it counts only inside a loop.</summary>
    public bool InLoop { get; init; }

    /// <summary>What is there; <c>{code}</c> is the source, <c>{arg}</c> the argument of the first condition, <c>{name}</c> the name that
    /// matched.</summary>
    public required string Message { get; init; }

    public required string Why { get; init; }

    public required string Remedy { get; init; }

    /// <summary>Snippets that must be found; the hit is expected on the line that holds <c>//!</c>, <c>#!</c>, <c>--!</c>, <c>;!</c> or
    /// <c>%!</c>, else on the first.</summary>
    public IReadOnlyList<string> Bad { get; init; } = [];

    /// <summary>Snippets that must not be found.</summary>
    public IReadOnlyList<string> Good { get; init; } = [];

    /// <summary>The words for findings.</summary>
    public Rule ToRule() => new(Id, Severity, Confidence, Cwe is null ? Why : $"{Why} ({Cwe})", Remedy);
}

/// <summary>A condition on one argument or value.</summary>
internal sealed record ArgumentCondition
{
    /// <summary>Position from 0; -1 for any argument. Ignored when <see cref="Name"/> is set.</summary>
    public int At { get; init; }

    /// <summary>Name of a named argument or of an entry of an options object.</summary>
    public string? Name { get; init; }

    /// <summary>How it must be made; null when that does not matter.</summary>
    public ArgumentShape? Shape { get; init; }

    /// <summary>Must match its source text.</summary>
    public string? Matches { get; init; }

    /// <summary>Must not match its source text.</summary>
    public string? NotMatches { get; init; }

    /// <summary>The argument must not be there at all.</summary>
    public bool Absent { get; init; }
}

/// <summary>How an argument is made.</summary>
internal enum ArgumentShape
{
    /// <summary>Literals only, or a name that was set to literals just above.</summary>
    Constant = 0,

    /// <summary>Anything that is not constant.</summary>
    Dynamic,

    /// <summary>A text put together from literals and something else: interpolation, concatenation, format.</summary>
    Built,
}

/// <summary>Regular expressions of rule tables: linear time, so foreign text cannot stall them.</summary>
internal static class PatternText
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Regex> Made = new(StringComparer.Ordinal);

    public static bool Matches(string pattern, ReadOnlySpan<char> text) => For(pattern).IsMatch(text);

    public static Regex For(string pattern) =>
        Made.GetOrAdd(pattern, static p => new Regex(p, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
}
