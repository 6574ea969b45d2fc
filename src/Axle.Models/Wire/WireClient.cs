using Axle.Models.Configuration;

namespace Axle.Models.Wire;

/// <summary>The HTTP client that a provider's client speaks through: no own time limit (the pipeline has one), bounded answers, typed errors.</summary>
internal sealed class WireClient : HttpClient
{
    private const int LongestAnswer = 32 * 1024 * 1024;

    private WireClient(HttpMessageHandler handler, RateLimitGauge limits)
        : base(handler) => Limits = limits;

    /// <summary>What the provider says about its limits.</summary>
    public RateLimitGauge Limits { get; }

    /// <summary>Makes one for a provider.</summary>
    /// <param name="options">The provider; says whether its traffic is recorded or played back.</param>
    /// <param name="toError">Makes an exception of an error answer.</param>
    /// <param name="time">The clock.</param>
    public static WireClient Create(ProviderOptions options, Func<WireFault, AxleException> toError, TimeProvider time)
    {
        var sockets = new SocketsHttpHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        var limits = new RateLimitGauge();
        return new WireClient(new FaultHandler(toError, limits, time, options.Traffic?.Around(options.Name, sockets) ?? sockets), limits)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }
}
