using System.Net;
using System.Net.Sockets;

namespace Axle.Tests.Support;

/// <summary>Ports for processes that have to be told theirs, as they come back on the same one.</summary>
internal static class FreePort
{
    /// <summary>
    /// A port of 127.0.0.1 on which nobody listens. Systems give none of these to whoever connects or asks for any port, so it is still free when its
    /// process was killed and comes back.
    /// </summary>
    public static int Choose()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another has it.
            }
        }
    }
}
