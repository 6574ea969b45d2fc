namespace Axle.Identity.Sessions;

/// <summary>Somebody who is signed in, in one browser.</summary>
/// <param name="Id">Its id, <c>ses_…</c>: no secret.</param>
/// <param name="User">Id of the user.</param>
/// <param name="TokenHash">What is kept of the token in the cookie.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="SeenAt">When it was used last, to the minute.</param>
/// <param name="EndsAt">When it ends, used or not.</param>
/// <param name="Agent">The browser, as it names itself; at most 200 characters.</param>
/// <param name="Place">The network it was begun from.</param>
public sealed record Session(
    string Id, string User, byte[] TokenHash, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt, string Agent, string Place);
