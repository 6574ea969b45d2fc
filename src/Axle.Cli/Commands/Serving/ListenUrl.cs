using System.Net;

namespace Axle.Cli.Commands.Serving;

/// <summary>Addresses to listen on, as options say them.</summary>
internal static class ListenUrl
{
    /// <summary>The address and port of <c>http://ADDRESS:PORT</c>.</summary>
    public static (IPAddress Address, int Port) Read(string option, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var read) && read.Scheme == "http" && read.PathAndQuery == "/"
            && IPAddress.TryParse(read.Host is "localhost" ? "127.0.0.1" : read.Host.Trim('[', ']'), out var address)
            ? (address, read.Port)
            : throw new UsageException($"{option} {url} is no address to listen on. Use one such as http://127.0.0.1:9000.");
}
