namespace Axle.Tools.Validation;

/// <summary>Addresses that may be fetched, as far as the text says. What a host's name leads to is checked where the connection is made.</summary>
internal static class UrlText
{
    private const int Longest = 2_048;

    /// <summary>What is wrong with an address; null when nothing is. Hosts that are numbers are judged by <see cref="PublicAddress"/> at the call.</summary>
    public static string? Problem(string text)
    {
        if (text.Length > Longest || text.Any(char.IsControl))
        {
            return $"the address is longer than {Longest} characters or holds a control character";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return "the address is not absolute; write https://host/path";
        }

        if (address.Scheme is not ("https" or "http"))
        {
            return $"the scheme '{address.Scheme}' is not allowed; only https and http are";
        }

        return address.UserInfo.Length > 0 ? "the address holds a user or password; leave them out"
            : address.Host.Length == 0 ? "the address has no host"
            : null;
    }
}
