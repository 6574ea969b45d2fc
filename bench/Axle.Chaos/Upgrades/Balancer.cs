using System.Net;
using System.Net.Sockets;
using Axle.Chaos.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Axle.Chaos.Upgrades;

/// <summary>
/// A load balancer as small as can be: it asks nodes for their health, takes turns among those that are well, keeps connections to them, and tries another
/// only when a node does not take the connection, so that nothing is asked twice. Any other failure is the caller's to see.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _upstream = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    });

    private readonly Uri[] _nodes;
    private readonly bool[] _isWell;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _asking;
    private int _turn;

    private Balancer(IEnumerable<Node> nodes)
    {
        _nodes = [.. nodes.Where(static n => n.Role == NodeRole.Api).Select(static n => new Uri($"http://{n.Line.Address}:{n.Line.Port}"))];
        _isWell = new bool[_nodes.Length];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _asking = AskAsync();
    }

    public Uri Url => new(_app.Urls.First());

    public static async Task<Balancer> StartAsync(IEnumerable<Node> nodes, CancellationToken cancellationToken)
    {
        var balancer = new Balancer(nodes);
        await balancer._app.StartAsync(cancellationToken);
        return balancer;
    }

    /// <summary>Returns when it knows that all nodes are well.</summary>
    public async Task WellAsync(CancellationToken cancellationToken)
    {
        while (!_isWell.All(static w => w))
            await Machine.Pause(0.05, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _asking;
        await _app.DisposeAsync();
        _upstream.Dispose();
        _over.Dispose();
    }

    private async Task AskAsync()
    {
        using var timer = new PeriodicTimer(AskEvery);
        try
        {
            do
            {
                for (var i = 0; i < _nodes.Length; i++)
                    _isWell[i] = await IsWellAsync(_nodes[i]);
            }
            while (await timer.WaitForNextTickAsync(_over.Token));
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private async Task<bool> IsWellAsync(Uri node)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node, "api/v1/health"));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            using var answer = await _upstream.SendAsync(request, patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException && !_over.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var body = await ReadAsync(http.Request.Body, http.RequestAborted);
        var first = Interlocked.Increment(ref _turn);
        var inTurn = Enumerable.Range(0, _nodes.Length).Select(i => (first + i) % _nodes.Length).OrderBy(i => !_isWell[i]).Select(i => _nodes[i]).ToArray();
        foreach (var node in inTurn)
        {
            try
            {
                using var request = Copy(http.Request, node, body);
                using var answer = await _upstream.SendAsync(request, http.RequestAborted);
                http.Response.StatusCode = (int)answer.StatusCode;
                http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
                await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
                return;
            }
            catch (HttpRequestException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                // It never got the request: another may have it.
            }
        }

        http.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        await body.CopyToAsync(read, cancellationToken);
        return read.ToArray();
    }

    private static HttpRequestMessage Copy(HttpRequest from, Uri node, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(node, from.Path + from.QueryString.ToString()));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", from.ContentType);
        }

        foreach (var name in (string[])["Authorization", "Idempotency-Key"])
        {
            if (from.Headers.TryGetValue(name, out var value))
                request.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        return request;
    }
}
