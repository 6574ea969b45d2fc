using System.Text.RegularExpressions;

namespace Axle.Guardrails.Output;

/// <summary>
/// Finds links that run a program, hide where they lead, carry data out by a picture that is fetched unasked, or lead to hosts that are not allowed.
/// </summary>
/// <param name="hosts">Hosts that links may lead to, and those below them; empty for every host.</param>
public sealed partial class UnsafeLinks(IReadOnlyCollection<string> hosts)
{
    private const int LongestQuery = 16;

    // A definition counts as a picture: the text that uses it as one may have been shown long before.
    private const string Picture = """(?<image>!\[[^\]]{0,300}\]\(\s{0,9}<?|<img[^>]{0,200}src\s{0,9}=\s{0,9}["']?)""";
    private const string Definition = """(?<image>(?<=^ {0,3})\[[^\]\r\n]{1,300}\]:\s{0,9}<?)""";
    private const string Anchor = """\[(?<shown>[^\]]{0,300})\]\(\s{0,9}<?|href\s{0,9}=\s{0,9}["']?""";
    private const string Schemed =
        """(?<scheme>https?|javascript|vbscript|data|file):(?<rest>//[^\s()\[\]<>"'`]{1,2000}|[^\s()\[\]<>"'`/][^\s\[\]<>"'`]{0,2000})""";
    private const string Schemeless = """(?<rest>[/\\]{2}[^\s()\[\]<>"'`]{1,2000})""";

    /// <summary>What is found in a text, in order, without overlap.</summary>
    public IReadOnlyList<OutputSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Every link has a colon or two slashes; most pieces of answers have neither.
        return text.Contains(':', StringComparison.Ordinal) || text.AsSpan().IndexOfAny('/', '\\') >= 0
            ? [.. Links().Matches(text).Select(m => (m.Index, m.Length, Reason: ReasonOf(m))).Where(static l => l.Reason is not null)
                .Select(static l => new OutputSpan(l.Index, l.Index + l.Length, l.Reason!))]
            : [];
    }

    private string? ReasonOf(Match link)
    {
        // An address that begins with two slashes has the scheme of the page that shows it.
        var scheme = link.Groups["scheme"] is { Success: true } written ? written.Value.ToLowerInvariant() : "https";
        if (scheme is not ("http" or "https"))
            return scheme == "data" && link.Groups["image"].Success ? null : "dangerous-scheme";
        // Browsers go to https:host as they go to https://host; a scheme that is only spoken of leads nowhere.
        var rest = link.Groups["rest"].Value.TrimStart('/', '\\');
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        if (!authority.AsSpan().ContainsAnyInRange('0', 'z'))
            return null;
        if (authority.Contains('@', StringComparison.Ordinal) || authority.Contains("xn--", StringComparison.OrdinalIgnoreCase))
            return "hidden-host";
        var host = HostOf(authority);
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (link.Groups["image"].Success && query >= 0 && rest.Length - query > LongestQuery)
            return "picture-with-data";
        if (link.Groups["shown"] is { Success: true } shown && Shown().Match(shown.Value) is { Success: true } other && !IsWithin(host, HostOf(other.Groups[1].Value))
            && !IsWithin(HostOf(other.Groups[1].Value), host))
            return "misleading-link";
        return hosts.Count == 0 || hosts.Any(h => IsWithin(host, h)) ? null : "host-not-allowed";
    }

    private static string HostOf(string authority) => authority.Split(':')[0].TrimEnd('.').ToLowerInvariant();

    private static bool IsWithin(string host, string owner) =>
        host.Equals(owner, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + owner, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        $"(?<open>{Picture}|{Definition}|{Anchor})?(?:\\b{Schemed}|(?(open){Schemeless}|(?!)))>?\\)?",
        RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Links();

    [GeneratedRegex(@"^(?:https?://)?([a-z0-9.-]+\.[a-z]{2,24})(?:[/?#:].*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Shown();
}
