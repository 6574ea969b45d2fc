using Axle.Schemas.Patterns;

namespace Axle.Schemas.Formats;

/// <summary>The formats that JSON Schema names, each by the document that defines it.</summary>
internal static class CommonFormats
{
    private static readonly Dictionary<string, FormatTest> Tests = new(StringComparer.Ordinal)
    {
        ["date-time"] = new("2026-08-22T09:30:00Z", (text, _) => Timestamps.IsDateTime(text)),
        ["date"] = new("2026-08-22", (text, _) => Timestamps.IsDate(text)),
        ["time"] = new("09:30:00Z", (text, _) => Timestamps.IsTime(text)),
        ["duration"] = new("P1DT12H", (text, _) => Timestamps.IsDuration(text)),
        ["email"] = new("name@example.org", (text, _) => Addresses.IsEmail(text, international: false)),
        ["idn-email"] = new("name@example.org", (text, _) => Addresses.IsEmail(text, international: true)),
        ["hostname"] = new("www.example.org", (text, _) => HostNames.IsHostName(text)),
        ["idn-hostname"] = new("www.example.org", (text, _) => HostNames.IsInternational(text)),
        ["ipv4"] = new("192.0.2.1", (text, _) => Addresses.IsIpV4(text)),
        ["ipv6"] = new("2001:db8::1", (text, _) => Addresses.IsIpV6(text)),
        ["uri"] = new("https://example.org/a", (text, _) => UriSyntax.IsUri(text, international: false)),
        ["uri-reference"] = new("../a#b", (text, _) => UriSyntax.IsReference(text, international: false)),
        ["iri"] = new("https://example.org/a", (text, _) => UriSyntax.IsUri(text, international: true)),
        ["iri-reference"] = new("../a#b", (text, _) => UriSyntax.IsReference(text, international: true)),
        ["uri-template"] = new("https://example.org/{id}", (text, _) => Templates.IsUriTemplate(text)),
        ["uuid"] = new("2eb8aa08-aa98-11ea-b4aa-73b441d16380", (text, _) => text.Length == 36 && Guid.TryParseExact(text, "D", out var _)),
        ["json-pointer"] = new("/a/0", (text, _) => Templates.IsJsonPointer(text)),
        ["relative-json-pointer"] = new("1/a", (text, _) => Templates.IsRelativeJsonPointer(text)),
        ["regex"] = new("^[a-z]+$", IsPattern),
    };

    /// <summary>Finds the test of a format; null when it is not known, and then anything goes.</summary>
    public static FormatTest? Find(string format) => Tests.GetValueOrDefault(format);

    private static bool IsPattern(string text, SchemaOptions options)
    {
        try
        {
            EcmaPattern.Compile(text, options);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
