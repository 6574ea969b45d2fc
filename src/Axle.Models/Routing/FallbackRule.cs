namespace Axle.Models.Routing;

/// <summary>Which failures another provider can cure, and which the caller should wait out.</summary>
internal static class FallbackRule
{
    /// <summary>
    /// Trouble that stays (key, quota, unknown model, a prompt too long for this one) moves on at once. Trouble that passes is thrown so that the engine retries the same
    /// provider; only the last attempt moves on. A refusal or an invalid request would fail everywhere alike.
    /// </summary>
    public static bool MovesOn(ErrorKind kind, bool lastAttempt) => kind switch
    {
        ErrorKind.Authentication or ErrorKind.QuotaSpent or ErrorKind.NotFound or ErrorKind.ContextTooLong => true,
        ErrorKind.RateLimited or ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Network or ErrorKind.MalformedAnswer => lastAttempt,
        _ => false,
    };
}
