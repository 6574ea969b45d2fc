using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Tests.Wire;

/// <summary>A provider's server on 127.0.0.1 that gives scripted replies in order and keeps the requests.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Reply> _replies;

    private FakeServer(WebApplication app, IEnumerable<Reply> replies) => (_app, _replies) = (app, new ConcurrentQueue<Reply>(replies));

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public Uri Url => new(_app.Urls.First());

    /// <summary>Completes when the first request has arrived in full.</summary>
    public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeServer> StartAsync(params Reply[] replies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeServer(app, replies);
        app.MapFallback("{**path}", server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue(new SeenRequest(context.Request.Path, body, Key(context.Request.Headers)) { Query = context.Request.QueryString.Value ?? "" });
        Arrived.TrySetResult();
        if (!_replies.TryDequeue(out var reply))
            reply = new Reply("{}", 500);
        await reply.WriteAsync(context);
    }

    private static string Key(IHeaderDictionary headers) =>
        headers["x-api-key"].FirstOrDefault() ?? headers["x-goog-api-key"].FirstOrDefault() ?? headers["api-key"].FirstOrDefault() ?? headers.Authorization.ToString();
}

/// <summary>One request as the server saw it; <paramref name="Key"/> comes from the header where its protocol has it.</summary>
internal sealed record SeenRequest(string Path, string Body, string Key)
{
    /// <summary>With its question mark; empty when there is none.</summary>
    public string Query { get; init; } = "";
}

/// <summary>One scripted reply.</summary>
internal sealed record Reply(string Body, int Status = 200, string ContentType = "application/json")
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Cuts the connection after the body.</summary>
    public bool Cuts { get; init; }

    /// <summary>Never answers; ends when the caller hangs up.</summary>
    public bool Hangs { get; init; }

    public static Reply Stream(string body) => new(body, 200, "text/event-stream");

    public async Task WriteAsync(HttpContext context)
    {
        if (Hangs)
        {
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return;
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        foreach (var (name, value) in Headers)
            context.Response.Headers[name] = value;
        if (Cuts)
            context.Response.ContentLength = Body.Length + 1000;
        await context.Response.WriteAsync(Body);
        await context.Response.Body.FlushAsync();
        if (Cuts)
            context.Abort();
    }
}
