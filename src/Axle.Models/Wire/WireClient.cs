using Axle.Models.Configuration;

namespace Axle.Models.Wire;

/// <summary>The HTTP client that a provider's client speaks through: no own time limit (the pipeline has one), bounded answers, typed errors.</summary>
internal sealed class WireClient : HttpClient
{
    /// <summary>Longest answer that is read, in bytes.</summary>
    public const int LongestAnswer = 32 * 1024 * 1024;

    private WireClient(HttpMessageHandler handler, RateLimitGauge limits)
        : base(handler, disposeHandler: false)
    {
        Limits = limits;
        Direct = new HttpMessageInvoker(handler, disposeHandler: false);
    }

    /// <summary>What the provider says about its limits.</summary>
    public RateLimitGauge Limits { get; }

    /// <summary>The same way out without what <see cref="HttpClient"/> adds to it (a linked cancellation and a copy of the answer a call).</summary>
    public HttpMessageInvoker Direct { get; }

    /// <summary>Makes one for a provider.</summary>
    /// <param name="options">The provider; says whether its traffic is recorded or played back.</param>
    /// <param name="toError">Makes an exception of an error answer.</param>
    /// <param name="time">The clock.</param>
    public static WireClient Create(ProviderOptions options, Func<WireFault, AxleException> toError, TimeProvider time)
    {
        var limits = new RateLimitGauge();
        return new WireClient(new FaultHandler(toError, limits, time, options.Traffic?.Around(options.Name, WireSockets.Shared) ?? WireSockets.Shared), limits)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }
}
