using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Axle.Agents.Tests.Support;

/// <summary>A remote agent on 127.0.0.1 that keeps what it is asked.</summary>
internal sealed class AgentServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AgentServer(WebApplication app) => _app = app;

    public ConcurrentQueue<(JsonElement Body, Dictionary<string, string> Headers)> Asked { get; } = new();

    public Uri Url => new($"{_app.Urls.First()}/work");

    public static async Task<AgentServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AgentServer(app);
        app.MapPost("/work", async (HttpContext context) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            server.Asked.Enqueue((body.RootElement.Clone(), context.Request.Headers.ToDictionary(
                static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            await answer(context);
        });
        app.UseWebSockets();
        app.Map("/socket", async (HttpContext context) =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = 400;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var room = new byte[64 * 1024];
            var asked = await socket.ReceiveAsync(room.AsMemory(), context.RequestAborted);
            server.Asked.Enqueue((JsonElement.Parse(room.AsSpan(0, asked.Count)), context.Request.Headers.ToDictionary(
                static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            context.Items[typeof(System.Net.WebSockets.WebSocket)] = socket;
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static Task<AgentServer> AnsweringAsync(string json, int status = 200) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json, context.RequestAborted);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
