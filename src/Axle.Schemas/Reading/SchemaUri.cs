namespace Axle.Schemas.Reading;

/// <summary>URIs of schemas (RFC 3986): resolved against a base, parted into address and fragment.</summary>
internal static class SchemaUri
{
    /// <summary>The base of a schema that has no <c>$id</c>.</summary>
    public const string Unnamed = "axle://schema/unnamed";

    /// <summary>Parts a reference; the fragment is decoded and null when there is no <c>#</c>.</summary>
    /// <exception cref="SchemaException">The reference is no URI.</exception>
    public static (string Address, string? Fragment) Split(string reference)
    {
        var at = reference.IndexOf('#', StringComparison.Ordinal);
        return at < 0 ? (reference, null) : (reference[..at], Uri.UnescapeDataString(reference[(at + 1)..]));
    }

    /// <summary>Makes an address absolute.</summary>
    /// <exception cref="SchemaException">It is no URI.</exception>
    public static string Resolve(string baseUri, string address, string where)
    {
        if (address.Length == 0)
        {
            return baseUri;
        }

        if (Uri.TryCreate(new Uri(baseUri), address, out var absolute))
        {
            return absolute.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);
        }

        throw new SchemaException(where, $"'{address}' is not a URI that can be read from the base '{baseUri}'");
    }
}
