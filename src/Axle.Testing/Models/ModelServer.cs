using System.Collections.Concurrent;
using System.Net;
using Axle.Models.Recording;
using Axle.Testing.Models.Faults;
using Axle.Testing.Models.Protocols;
using Axle.Testing.Models.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Testing.Models;

/// <summary>
/// A server on 127.0.0.1 that speaks as the providers of language models do: Anthropic's Messages; OpenAI's Chat Completions, Responses, embeddings
/// and models; Gemini. It gives scripted or recorded answers and every error of these providers, and goes wrong where it is told to. It is
/// no language model. Safe for concurrent use.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly ModelServerOptions _options;
    private readonly TimeProvider _time;
    private readonly HeldRequests _held;
    private readonly Random _random;
    private readonly Lock _dice = new();
    private readonly ConcurrentQueue<ServedReply> _script = new();
    private readonly ConcurrentDictionary<(string Api, bool Stream), RecordedAnswers> _recorded = new();
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly Milestones _arrived = new();
    private readonly WebApplication _app;

    private ModelServer(ModelServerOptions options)
    {
        _options = options;
        _time = options.Time ?? TimeProvider.System;
        _held = new HeldRequests(_time);
        _random = new Random(options.Seed);
        Faults = options.Faults;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What a request gets when the script is at its end and nothing recorded fits.</summary>
    public ServedReply Otherwise { get; set; } = ServedReply.Text("Good day.");

    /// <summary>What goes wrong by chance from now on.</summary>
    public IReadOnlyList<FaultShare> Faults { get; set; }

    /// <summary>The last requests, oldest first, without keys.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    /// <summary>All requests so far.</summary>
    public int RequestCount => _arrived.Count;

    /// <summary>Where it listens: the base address for Anthropic.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>The base address for OpenAI and servers like it.</summary>
    public Uri OpenAiUrl => new(Url, "v1");

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<ModelServer> StartAsync(ModelServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        var server = new ModelServer(options ?? new ModelServerOptions());
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Adds replies to the script: each is given once, in order, to whoever asks for an answer.</summary>
    public ModelServer Gives(params ReadOnlySpan<ServedReply> replies)
    {
        foreach (var reply in replies)
            _script.Enqueue(reply);
        return this;
    }

    /// <summary>
    /// Adds recorded exchanges: a request gets the next one of its interface, streamed or not, and the first again after the last. See
    /// <see cref="ExchangeFile.Read"/>.
    /// </summary>
    public ModelServer Replays(IEnumerable<ModelExchange> exchanges)
    {
        ArgumentNullException.ThrowIfNull(exchanges);
        foreach (var exchange in exchanges.Where(static e => e.Status > 0 && e.Response.OmittedCharacters == 0))
            _recorded.GetOrAdd((exchange.Api, exchange.Stream), static _ => new RecordedAnswers()).Add(exchange);
        return this;
    }

    /// <summary>Completes when so many requests have arrived in full since the start.</summary>
    public Task ArrivedAsync(int count = 1) => _arrived.ReachesAsync(count);

    /// <summary>Completes when so many requests have been held by a fault since the start: the moment to let time pass.</summary>
    public Task HeldAsync(int count = 1) => _held.Held.ReachesAsync(count);

    /// <summary>Lets all requests go on that are held.</summary>
    public void Release() => _held.Release();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var (request, seen) = await RequestReading.ReadAsync(context, _time.GetUtcNow());
            Keep(seen);
            var protocol = WireProtocols.For(request, context.Request, _options.Models);
            if (protocol is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            var reply = Choose(request, protocol);
            var fault = reply.Fault ?? Draw();
            var skewed = fault?.Kind == FaultKind.SkewedClock ? request with { Now = request.Now + fault.Skew } : request;
            var http = Rendering.Of(Rendering.WithFault(reply, fault, request), protocol, skewed);
            http.Headers["date"] = skewed.Now.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            await new Delivery(context, _held).SendAsync(Garbage.Spoil(http, fault?.Kind, protocol, request), fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up: there is nobody left to answer.
        }
    }

    private void Keep(SeenRequest seen)
    {
        _requests.Enqueue(seen);
        while (_requests.Count > _options.KeptRequests)
            _requests.TryDequeue(out _);
        _arrived.Add();
    }

    private ServedReply Choose(WireRequest request, IWireProtocol protocol)
    {
        if (protocol.Answers && _script.TryDequeue(out var scripted))
            return scripted;
        return _recorded.TryGetValue((request.Api, request.Streams), out var recorded) ? recorded.Next() : Otherwise;
    }

    private ServedFault? Draw()
    {
        if (Faults.Count == 0)
            return null;
        double dice;
        lock (_dice)
            dice = _random.NextDouble();
        foreach (var (fault, share) in Faults)
        {
            if ((dice -= share) < 0)
                return fault;
        }

        return null;
    }
}
