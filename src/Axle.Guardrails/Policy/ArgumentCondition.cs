using System.Collections.Immutable;
using System.Globalization;
using System.Net.Mail;
using System.Text.Json;

namespace Axle.Guardrails.Policy;

/// <summary>What must hold of the values at a place in the arguments.</summary>
/// <param name="Path">Names parted by dots; a star stands for every property or item: <c>to.*.address</c>.</param>
/// <param name="Operator">One of <see cref="Operators"/>.</param>
/// <param name="Values">What it is compared with; <c>$tenant</c>, <c>$user</c> and <c>$agent</c> stand for those of the caller.</param>
public sealed record ArgumentCondition(string Path, string Operator, ImmutableArray<string> Values)
{
    /// <summary>What can be asked. Those that begin with "not" hold when one value breaks the opposite; all others when one value keeps it.</summary>
    public static readonly ImmutableArray<string> Operators =
        ["exists", "missing", "is", "not", "matches", "not-matches", "contains", "ends-with", "not-ends-with", "host-in", "host-not-in", "mail-in", "mail-not-in", "over", "under", "longer"];

    /// <summary>Whether it holds.</summary>
    public bool Holds(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = ArgumentPath.Find(request.Arguments, Path);
        var wanted = Values.Select(v => Meant(v, request)).ToArray();
        return Operator switch
        {
            "exists" => found.Count > 0,
            "missing" => found.Count == 0,
            "is" => found.Any(v => wanted.Contains(Text(v), StringComparer.OrdinalIgnoreCase)),
            "not" => found.Any(v => !wanted.Contains(Text(v), StringComparer.OrdinalIgnoreCase)),
            "matches" => found.Any(v => wanted.Any(w => Wildcard.Matches(w, Text(v)))),
            "not-matches" => found.Any(v => !wanted.Any(w => Wildcard.Matches(w, Text(v)))),
            "contains" => found.Any(v => wanted.Any(w => Text(v).Contains(w, StringComparison.OrdinalIgnoreCase))),
            "ends-with" => found.Any(v => wanted.Any(w => Text(v).EndsWith(w, StringComparison.OrdinalIgnoreCase))),
            "not-ends-with" => found.Any(v => !wanted.Any(w => Text(v).TrimEnd().TrimEnd('>').EndsWith(w, StringComparison.OrdinalIgnoreCase))),
            "host-in" => found.Any(v => IsOfHosts(Text(v), wanted)),
            "host-not-in" => found.Any(v => !IsOfHosts(Text(v), wanted)),
            "mail-in" => found.SelectMany(v => DomainsOf(Text(v))).Any(d => IsBelow(d, wanted)),
            "mail-not-in" => found.SelectMany(v => DomainsOf(Text(v))).Any(d => !IsBelow(d, wanted)),
            "over" => found.Any(v => Number(v) > Limit(wanted)),
            "under" => found.Any(v => Number(v) < Limit(wanted)),
            "longer" => found.Any(v => Text(v).Length > Limit(wanted)),
            _ => false,
        };
    }

    // A host or one below it. What is no address belongs to no host, so a rule against foreign hosts fits it.
    private static bool IsOfHosts(string address, string[] hosts) =>
        Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address, UriKind.Absolute, out var uri)
        && IsBelow(uri.IdnHost, hosts);

    private static bool IsBelow(string host, string[] hosts)
    {
        host = host.TrimEnd('.');
        return hosts.Select(Ascii).Any(h => host.Equals(h, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + h, StringComparison.OrdinalIgnoreCase));
    }

    private static string Ascii(string host) =>
        Uri.TryCreate("https://" + host, UriKind.Absolute, out var uri) ? uri.IdnHost.TrimEnd('.') : host;

    // One text may hold several, as mail programs write them: Ann <ann@example.com>, bob@example.org. What is no address is of no domain.
    private static IEnumerable<string> DomainsOf(string addresses) => addresses
        .Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(static a => MailAddress.TryCreate(a, out var address) ? Ascii(address.Host) : "");

    private static string Meant(string value, PolicyRequest request) => value switch
    {
        "$tenant" => request.Tenant ?? "",
        "$user" => request.User ?? "",
        "$agent" => request.Agent ?? "",
        _ => value,
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>A value as a number; one too large for that is the largest there is.</summary>
    /// <exception cref="InvalidOperationException">It is none: a rule about numbers does not let pass what it cannot compare.</exception>
    internal static decimal? Number(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        return double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && !double.IsNaN(large)
            ? large > 0 ? decimal.MaxValue : decimal.MinValue
            : throw new InvalidOperationException("What is to be compared is no number.");
    }

    private static decimal Limit(string[] wanted) => decimal.Parse(wanted[0], NumberStyles.Float, CultureInfo.InvariantCulture);
}
