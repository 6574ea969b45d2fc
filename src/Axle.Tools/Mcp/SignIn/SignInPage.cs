using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelContextProtocol.Authentication;

namespace Axle.Tools.Mcp.SignIn;

/// <summary>
/// The page of this machine that a browser is sent to when a person has signed in. It listens on the loopback address alone, on a port of the system, answers one
/// redirect, and is gone then.
/// </summary>
public sealed class SignInPage : IDisposable
{
    private const int LongestHead = 16 * 1024;
    private const string PathOfPage = "/callback";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<AuthorizationResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to listen.</summary>
    public SignInPage()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{PathOfPage}");
    }

    /// <summary>The page's address.</summary>
    public Uri Address { get; }

    /// <summary>Waits for the redirect.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: the person, or the server, said no.</exception>
    public async Task<AuthorizationResult> AnswerAsync(CancellationToken cancellationToken)
    {
        // Browsers open connections that they never use: each is read on its own.
        _ = AcceptAsync(cancellationToken);
        return await _answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_answer.Task.IsCompleted)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(cancellationToken), cancellationToken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = client;
            await using var stream = client.GetStream();
            var query = Query(await ReadHeadAsync(stream, cancellationToken));
            var said = query is null ? "There is nothing here." : query.ContainsKey("code") ? "You are signed in. You can close this page." : "You are not signed in.";
            var answer = $"HTTP/1.1 {(query is null ? "404 Not Found" : "200 OK")}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {said.Length}\r\n"
                + $"Cache-Control: no-store\r\nConnection: close\r\n\r\n{said}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
            if (query is not null)
                Take(query);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or SocketException)
        {
            // The browser went away; it may come again.
        }
    }

    private void Take(Dictionary<string, string> query)
    {
        if (query.TryGetValue("code", out var code))
            _answer.TrySetResult(new AuthorizationResult { Code = code, State = query.GetValueOrDefault("state"), Iss = query.GetValueOrDefault("iss") });
        else
            _answer.TrySetException(new AxleException(ErrorKind.Authentication, $"Signing in was refused: {Plain(query.GetValueOrDefault("error") ?? "no reason was given")}."));
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestHead];
        var read = 0;
        while (read < LongestHead && !buffer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
        {
            var more = await stream.ReadAsync(buffer.AsMemory(read), cancellationToken);
            if (more == 0)
                break;
            read += more;
        }

        return Encoding.ASCII.GetString(buffer, 0, read);
    }

    // "GET /callback?code=…&state=… HTTP/1.1"; null for anything else.
    private static Dictionary<string, string>? Query(string head)
    {
        var words = head.Split('\r', 2)[0].Split(' ');
        if (words is not ["GET", var target, ..] || !target.StartsWith(PathOfPage + "?", StringComparison.Ordinal))
            return null;
        var query = target[(PathOfPage.Length + 1)..].Split('&').Select(static p => p.Split('=', 2)).Where(static p => p.Length == 2)
            .DistinctBy(static p => p[0]).ToDictionary(static p => p[0], static p => Uri.UnescapeDataString(p[1].Replace('+', ' ')), StringComparer.Ordinal);
        return query.ContainsKey("code") || query.ContainsKey("error") ? query : null;
    }

    private static string Plain(string text) => string.Concat(text.Where(static c => !char.IsControl(c)).Take(200));
}
