using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Axle.Server.Identity.Protection;

/// <summary>What a connection may cost before anybody knows who it is: the size of headers, and how slowly they and bodies may come.</summary>
internal static class RequestLimits
{
    /// <summary>Sets the limits of the server's own.</summary>
    public static void Set(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        // A client that sends a byte now and then holds a connection; below this it is cut.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(30));
    }
}
