namespace Axle.Models.Wire;

/// <summary>Makes the HTTP client that an SDK is given: no own time limit (the pipeline has one), bounded answers, typed errors.</summary>
internal static class WireClient
{
    private const int LongestAnswer = 32 * 1024 * 1024;

    public static HttpClient Create(Func<WireFault, AxleException> toError, TimeProvider time)
    {
        var sockets = new SocketsHttpHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        return new HttpClient(new FaultHandler(toError, time, sockets))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }
}
