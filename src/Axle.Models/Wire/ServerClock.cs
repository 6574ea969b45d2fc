using System.Net.Http.Headers;

namespace Axle.Models.Wire;

/// <summary>
/// Reads a provider's points in time by the provider's own clock, which its <c>Date</c> header tells, so that a clock that is wrong here or there
/// makes no wait longer or shorter.
/// </summary>
/// <param name="Here">Now, on this machine.</param>
/// <param name="There">The same moment at the provider.</param>
internal readonly record struct ServerClock(DateTimeOffset Here, DateTimeOffset There)
{
    /// <summary>The clock of the server that sent these headers; without a date, ours.</summary>
    public static ServerClock Of(HttpResponseHeaders? headers, DateTimeOffset now) => new(now, headers?.Date ?? now);

    /// <summary>How long from now until then.</summary>
    public TimeSpan Until(DateTimeOffset then) => then > There ? then - There : TimeSpan.Zero;

    /// <summary>A point in time of the server, on this machine's clock.</summary>
    public DateTimeOffset ToHere(DateTimeOffset then) => Here + (then - There);
}
