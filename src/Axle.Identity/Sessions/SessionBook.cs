using Axle.Identity.Ports;
using Axle.Identity.Secrets;

namespace Axle.Identity.Sessions;

/// <summary>Begins sessions and finds them again by their token, which is kept as a hash only.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="options">How long they stand.</param>
/// <param name="time">The clock.</param>
public sealed class SessionBook(ISessionStore store, IdentityOptions options, TimeProvider time)
{
    private const int LongestText = 200;
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session: always with a new token, so that nobody can lay one under somebody who signs in.</summary>
    /// <param name="user">Id of the user.</param>
    /// <param name="agent">The browser, as it names itself.</param>
    /// <param name="place">The network.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The session, and its token for the cookie.</returns>
    public async ValueTask<(Session Session, string Token)> BeginAsync(string user, string agent, string place, CancellationToken cancellationToken)
    {
        var (now, token) = (time.GetUtcNow(), SecretText.New());
        var session = new Session(
            SecretText.NewId("ses_"), user, SecretText.Hash(token), now, now, now + options.SessionLongest, Short(agent), Short(place));
        var others = await store.ListSessionsAsync(user, cancellationToken);
        foreach (var old in others.Skip(options.MostSessions - 1))
            await store.EndSessionAsync(user, old.Id, cancellationToken);
        await store.AddSessionAsync(session, cancellationToken);
        return (session, token);
    }

    /// <summary>Finds the session of a token; null when it has ended, or there never was one.</summary>
    /// <param name="token">The token.</param>
    /// <param name="isUse">Whether somebody uses it: a socket that only stays open does not keep its session alive.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<Session?> FindAsync(string token, bool isUse, CancellationToken cancellationToken)
    {
        if (await store.FindSessionAsync(SecretText.Hash(token), cancellationToken) is not { } session)
            return null;
        var now = time.GetUtcNow();
        if (now >= session.EndsAt || now - session.SeenAt >= options.SessionIdle)
        {
            await store.EndSessionAsync(session.User, session.Id, cancellationToken);
            return null;
        }

        if (isUse && now - session.SeenAt >= Moment)
            await store.TouchSessionAsync(session.Id, now, cancellationToken);
        return session;
    }

    /// <summary>Sessions of a user that have not ended, the newest first.</summary>
    public async ValueTask<IReadOnlyList<Session>> ListAsync(string user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await store.ListSessionsAsync(user, cancellationToken)).Where(s => now < s.EndsAt && now - s.SeenAt < options.SessionIdle)];
    }

    // Both come from outside and are shown to people: controls and length are taken from them.
    private static string Short(string text) => new([.. text.Where(static c => !char.IsControl(c)).Take(LongestText)]);
}
