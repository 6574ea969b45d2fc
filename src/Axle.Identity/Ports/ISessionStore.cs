using Axle.Identity.Sessions;

namespace Axle.Identity.Ports;

/// <summary>Port: keeps who is signed in.</summary>
public interface ISessionStore
{
    /// <summary>Adds a session, and removes those of the user that have ended by themselves.</summary>
    ValueTask AddSessionAsync(Session session, CancellationToken cancellationToken);

    /// <summary>Finds a session by what is kept of its token; null when there is none, or it was ended.</summary>
    ValueTask<Session?> FindSessionAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken cancellationToken);

    /// <summary>Lists the sessions of a user, the newest first.</summary>
    ValueTask<IReadOnlyList<Session>> ListSessionsAsync(string user, CancellationToken cancellationToken);

    /// <summary>Notes that a session was used.</summary>
    ValueTask TouchSessionAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a session. False when the user has none such.</summary>
    ValueTask<bool> EndSessionAsync(string user, string id, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a user.</summary>
    /// <param name="user">Id of the user.</param>
    /// <param name="except">Id of the one that goes on; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many.</returns>
    ValueTask<int> EndSessionsAsync(string user, string? except, CancellationToken cancellationToken);
}
