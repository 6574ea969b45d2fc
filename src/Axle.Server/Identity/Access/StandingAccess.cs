namespace Axle.Server.Identity.Access;

/// <summary>
/// Tells what outlives its request, such as a socket or a stream, whether its caller may still have it: a session that was ended, a key that was
/// revoked and a role that was taken end it, too.
/// </summary>
/// <param name="standsAsync">Looks.</param>
internal sealed class StandingAccess(Func<ValueTask<bool>> standsAsync)
{
    /// <summary>Whether the caller may still have it.</summary>
    public ValueTask<bool> StandsAsync() => standsAsync();
}
