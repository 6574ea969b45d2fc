namespace Axle.Models.Wire;

/// <summary>
/// The connections to all providers. One handler keeps a pool for each origin, so that every client of a provider shares its connections; it lives
/// as long as the process.
/// </summary>
internal static class WireSockets
{
    /// <summary>The one handler. Redirects are not followed, cookies not kept and trace ids not sent: none of these is a provider's business.</summary>
    public static SocketsHttpHandler Shared { get; } = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        EnableMultipleHttp2Connections = true,
    };
}
