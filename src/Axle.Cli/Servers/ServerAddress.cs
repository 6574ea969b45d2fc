using System.Diagnostics.CodeAnalysis;

namespace Axle.Cli.Servers;

/// <summary>Addresses of servers as they are typed.</summary>
internal static class ServerAddress
{
    /// <summary>Reads one.</summary>
    /// <returns>False when it is no address that begins with http:// or https://.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var read) || read.Scheme is not ("http" or "https") || read.UserInfo.Length > 0)
            return false;
        url = new UriBuilder(read) { Query = "", Fragment = "", Path = read.AbsolutePath.EndsWith('/') ? read.AbsolutePath : read.AbsolutePath + "/" }.Uri;
        return true;
    }

    /// <summary>An address that a key may be sent to.</summary>
    /// <exception cref="UsageException">It is none, or the key could be read on its way.</exception>
    public static Uri Require(string text)
    {
        if (!TryRead(text, out var url))
            throw new UsageException($"'{text}' is no address of a server. Use one such as https://axle.example.org or http://127.0.0.1:8080.");
        return url.Scheme == "https" || url.IsLoopback
            ? url
            : throw new UsageException($"{url} is not encrypted: a key that is sent there can be read on its way. Use https, or reach it through a tunnel on 127.0.0.1.");
    }
}
