using System.Net;
using System.Net.Sockets;

namespace Axle.Chaos.Networks;

/// <summary>Hands connections of 127.0.0.1 on. While its gate is shut nothing goes through it, in neither direction, and nothing breaks.</summary>
internal sealed class Proxy : IDisposable
{
    private const int Piece = 64 * 1024;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint _to;

    /// <param name="to">Where connections go.</param>
    public Proxy(EndPoint to)
    {
        _to = to;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Gate Gate { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = HandOnAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // It listens no more.
        }
    }

    private async Task HandOnAsync(Socket from)
    {
        using var to = new Socket(_to.AddressFamily, SocketType.Stream, _to is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        using var over = new CancellationTokenSource();
        using (from)
        {
            try
            {
                await Gate.PassAsync(over.Token);
                await to.ConnectAsync(_to);
                await Task.WhenAny(PumpAsync(from, to, over.Token), PumpAsync(to, from, over.Token));
            }
            catch (SocketException)
            {
                // Nobody is there: the caller's connection ends, as it would without a proxy.
            }

            await over.CancelAsync();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var piece = new byte[Piece];
        try
        {
            for (int read; (read = await from.ReceiveAsync(piece, cancellationToken)) > 0;)
            {
                await Gate.PassAsync(cancellationToken);
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(piece.AsMemory(sent, read - sent), cancellationToken);
            }
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side ended the connection; the other is ended with it.
        }
    }
}
