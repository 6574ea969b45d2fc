namespace Axle.Models.Routing;

/// <summary>Which failures another provider can cure.</summary>
internal static class FallbackRule
{
    /// <summary>
    /// Trouble of one provider moves on: its key, quota, model, limits, load, network, answer. What is wrong with the request or refused for its
    /// content would fail everywhere alike, and is not carried from one provider to the next until one gives in.
    /// </summary>
    public static bool MovesOn(ErrorKind kind) => kind is
        ErrorKind.Authentication or ErrorKind.QuotaSpent or ErrorKind.NotFound or ErrorKind.ContextTooLong or ErrorKind.RateLimited or
        ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Network or ErrorKind.MalformedAnswer or ErrorKind.Unknown;
}
