namespace Axle.Models.Wire;

/// <summary>The HTTP client that a provider's client speaks through: no own time limit (the pipeline has one), bounded answers, typed errors.</summary>
internal sealed class WireClient : HttpClient
{
    private const int LongestAnswer = 32 * 1024 * 1024;

    private WireClient(HttpMessageHandler handler, RateLimitGauge limits)
        : base(handler) => Limits = limits;

    /// <summary>What the provider says about its limits.</summary>
    public RateLimitGauge Limits { get; }

    public static WireClient Create(Func<WireFault, AxleException> toError, TimeProvider time)
    {
        var sockets = new SocketsHttpHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        var limits = new RateLimitGauge();
        return new WireClient(new FaultHandler(toError, limits, time, sockets), limits)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }
}
