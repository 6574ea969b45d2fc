using System.Net;
using System.Net.Sockets;
using Axle.Tools.Validation;

namespace Axle.Tools.BuiltIn.Web;

/// <summary>
/// Connects to hosts of the open Internet only. A name is resolved once, every address of it is judged, and the connection is made to a judged
/// address: a name that answers differently a moment later gains nothing (DNS rebinding).
/// </summary>
/// <param name="options">Which hosts are allowed.</param>
/// <param name="resolve">Finds the addresses of a name.</param>
internal sealed class GuardedConnection(WebOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>Says no to an address before anything is sent.</summary>
    /// <exception cref="AxleException">Kind Refused.</exception>
    public void Judge(Uri address)
    {
        if (UrlText.Problem(address.AbsoluteUri) is { } problem)
        {
            throw new AxleException(ErrorKind.Refused, $"Nothing was fetched: {problem}.");
        }

        if (!options.Hosts.IsEmpty && !MayBePrivate(address.IdnHost, address.Port) && !options.Hosts.Any(host => Is(address.IdnHost, host)))
        {
            throw new AxleException(ErrorKind.Refused, $"Nothing was fetched: '{address.IdnHost}' is not among the allowed hosts.");
        }
    }

    /// <summary>Opens the connection.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var number) ? [number] : await resolve(host, cancellationToken);
        if (!MayBePrivate(host, port) && (addresses.Length == 0 || !addresses.All(PublicAddress.Is)))
        {
            throw new AxleException(ErrorKind.Refused, $"Nothing was fetched: '{host}' leads to this machine or a private network.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayBePrivate(string host, int port) =>
        options.PrivateHosts.Any(one => one.Equals(host, StringComparison.OrdinalIgnoreCase)
            || one.Equals($"{host}:{port}", StringComparison.OrdinalIgnoreCase));

    private static bool Is(string host, string allowed) =>
        host.Equals(allowed, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{allowed}", StringComparison.OrdinalIgnoreCase);
}
