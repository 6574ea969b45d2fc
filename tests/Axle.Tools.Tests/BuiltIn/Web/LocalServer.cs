using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Axle.Tools.Tests.BuiltIn.Web;

/// <summary>A server on this machine that answers each request with what a function makes of it, and keeps what it was sent.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private readonly Func<string, string, string> _answer;

    /// <param name="answer">Makes the whole answer, headers included, of the request's head and body.</param>
    public LocalServer(Func<string, string, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public List<(string Head, string Body)> Requests { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static string Answer(string body, string type = "application/json", int status = 200, string headers = "") =>
        $"HTTP/1.1 {status} Said\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            await using var stream = client.GetStream();
            var (head, body) = await ReadAsync(stream);
            if (head.Length == 0)
                return;
            lock (Requests)
                Requests.Add((head, body));
            await stream.WriteAsync(Encoding.UTF8.GetBytes(_answer(head, body)), _stop.Token);
        }
        catch (IOException)
        {
            // The client hung up; the next one is served.
        }
    }

    private async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[16_384];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (end >= 0 && IsWhole(all, end)))
                return end < 0 ? (all, "") : (all[..end], all[(end + 4)..]);
        }
    }

    private static bool IsWhole(string all, int end)
    {
        var head = all[..end];
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            return all.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        var line = head.Split("\r\n").FirstOrDefault(static l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null || Encoding.UTF8.GetByteCount(all[(end + 4)..]) >= int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
