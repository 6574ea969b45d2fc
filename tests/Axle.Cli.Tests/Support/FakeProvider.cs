using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Axle.Cli.Tests.Support;

/// <summary>A provider's server on 127.0.0.1 that answers each path as it is told and keeps what it was asked.</summary>
internal sealed class FakeProvider : IDisposable
{
    private HttpListener _listener = new();
    private readonly Func<string, (int Status, string Body)> _answer;
    private readonly Task _serving;

    public FakeProvider(Func<string, (int Status, string Body)> answer)
    {
        _answer = answer;
        Url = Open();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Path, query and headers of each request.</summary>
    public ConcurrentQueue<(string Path, string Headers)> Asked { get; } = new();

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(10));
    }

    // The port is chosen here: HttpListener cannot ask for a free one.
    private Uri Open()
    {
        for (var attempt = 0; ; attempt++)
        {
            var prefix = $"http://127.0.0.1:{Random.Shared.Next(20_000, 60_000)}/";
            try
            {
                // One that could not start cannot be used again.
                _listener = new HttpListener();
                _listener.Prefixes.Add(prefix);
                _listener.Start();
                return new Uri(prefix);
            }
            catch (HttpListenerException) when (attempt < 50)
            {
                // Somebody else listens there.
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Asked.Enqueue((context.Request.RawUrl!, context.Request.Headers.ToString()!));
                var (status, body) = _answer(context.Request.RawUrl!);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
