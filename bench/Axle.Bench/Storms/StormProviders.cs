using Axle.Models.Configuration;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;

namespace Axle.Bench.Storms;

/// <summary>Three providers of different protocols: all fail, independently of each other and equally often, or only the preferred one.</summary>
internal sealed class StormProviders : IAsyncDisposable
{
    public const string Answer = "All happy families are alike; each unhappy family is unhappy in its own way.";

    /// <summary>How long a provider takes when nothing is wrong.</summary>
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(300);

    /// <summary>How long callers have patience with one attempt.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string[] Kinds = ["anthropic", "openai", "openai-compatible"];

    private readonly List<ModelServer> _servers = [];

    /// <summary>The providers, the preferred one first.</summary>
    public List<ProviderOptions> Options { get; } = [];

    /// <summary>Requests that have arrived at all of them.</summary>
    public int Requests => _servers.Sum(static s => s.RequestCount);

    public static async Task<StormProviders> StartAsync(IReadOnlyList<FaultShare> faults, bool onlyFirst)
    {
        var providers = new StormProviders();
        foreach (var (index, kind) in Kinds.Index())
        {
            var server = await ModelServer.StartAsync(new ModelServerOptions
            {
                Seed = index + 1,
                Faults = onlyFirst && index > 0 ? [] : faults,
                Latency = Latency,
                KeptRequests = 0,
            });
            server.Otherwise = ServedReply.Text(Answer);
            providers._servers.Add(server);
            providers.Options.Add(new ProviderOptions(kind, kind)
            {
                BaseUrl = kind == "anthropic" ? server.Url : server.OpenAiUrl,
                Key = new Secret("key-of-the-storm"),
                DefaultModel = "served-model",
                Priority = index + 1,
                Timeout = Patience,
                IdleTimeout = Patience,
            });
        }

        return providers;
    }

    /// <summary>Sets times and sizes of a fault. A huge answer is a megabyte: a quarter of 200 in flight is as much as the machine can read.</summary>
    public static ServedFault Adjust(ServedFault fault) => fault.Kind switch
    {
        FaultKind.SlowFirstByte => fault with { Delay = Patience * 0.8 },
        FaultKind.RateLimited or FaultKind.Overloaded => fault with { RetryAfter = TimeSpan.FromSeconds(1) },
        FaultKind.Huge => fault with { Bytes = 1024 * 1024 },
        _ => fault,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }
}
