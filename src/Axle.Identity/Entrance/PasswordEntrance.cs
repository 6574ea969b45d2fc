using Axle.Identity.Guessing;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.SecondFactor;
using Axle.Identity.Sessions;
using Axle.Identity.Users;

namespace Axle.Identity.Entrance;

/// <summary>
/// Lets people in by password and code. Whatever is wrong, the answer is the same and takes as long; guessing waits longer and longer, by name and
/// network first, so that somebody else's guessing hardly keeps a person out.
/// </summary>
/// <param name="store">What is known of users.</param>
/// <param name="sessions">Begins the session.</param>
/// <param name="barrier">Makes guessing slow.</param>
/// <param name="gate">Compares passwords, a few at once.</param>
/// <param name="time">The clock.</param>
public sealed class PasswordEntrance(IUserStore store, SessionBook sessions, GuessBarrier barrier, PasswordGate gate, TimeProvider time)
{
    private const string Nobody = "-";
    private static readonly GuessLimit ByNameAndPlace = new(Free: 5, TimeSpan.FromMinutes(15));
    private static readonly GuessLimit ByPlace = new(Free: 30, TimeSpan.FromMinutes(15));
    private static readonly GuessLimit ByName = new(Free: 50, TimeSpan.FromSeconds(30));

    /// <summary>Signs somebody in.</summary>
    /// <returns>The user, the session, and the token for the cookie.</returns>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Authentication"/>: name, password or code are wrong. <see cref="ErrorKind.RateLimited"/>: too many were, or too many
    /// sign in at once.
    /// </exception>
    public async ValueTask<(User User, Session Session, string Token)> SignInAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var user = await ProveAsync(attempt, cancellationToken);
        var (session, token) = await sessions.BeginAsync(user.Id, attempt.Agent, attempt.Place, cancellationToken);
        return (user, session, token);
    }

    /// <summary>Finds out whether it is the user, and begins no session: before something that must not be done from a browser left open.</summary>
    /// <exception cref="AxleException">As <see cref="SignInAsync"/>.</exception>
    public async ValueTask<User> ProveAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        // Names that nobody can have count as one: they are as many and as long as a stranger likes.
        var name = attempt.Name.Length <= UserName.Longest && UserName.Key(attempt.Name) is { Length: > 0 } key ? key : Nobody;
        var (pair, place, person) = ($"{name}|{attempt.Place}", $"|{attempt.Place}", $"{name}|");
        barrier.Begin((pair, ByNameAndPlace), (place, ByPlace), (person, ByName));
        var user = await store.FindUserByNameAsync(name, cancellationToken);
        var kept = user is { IsDisabled: false } ? user.PasswordHash : null;
        // Nobody's hash takes as long: the time does not say whether there is such a user.
        var isRight = await gate.MatchesAsync(Bounded(attempt.Password), kept ?? PasswordHash.Nobodys, cancellationToken);
        if (kept is null || !isRight || !await IsCodeRightAsync(user!, attempt.Code, cancellationToken))
            throw new AxleException(ErrorKind.Authentication, "The name, the password or the code is not right.");
        barrier.Succeeded(pair, person);
        // One who may come in does not make the guesses of others from the same network undone.
        barrier.TakeBack(place, ByPlace);
        if (PasswordHash.IsOutdated(kept))
            await store.ChangeUserAsync(user! with { PasswordHash = await gate.CreateAsync(attempt.Password, cancellationToken) }, cancellationToken);
        return user!;
    }

    private async ValueTask<bool> IsCodeRightAsync(User user, string? code, CancellationToken cancellationToken)
    {
        if (user.TotpSecret is { } secret)
        {
            var last = await store.LastCodeStepAsync(user.Id, cancellationToken);
            if (Totp.Match(secret, code, time.GetUtcNow(), last) is { } step)
                return await store.UseCodeStepAsync(user.Id, step, cancellationToken);
        }

        return RecoveryCodes.Hash(code) is { } hash && await store.UseRecoveryCodeAsync(user.Id, hash, cancellationToken);
    }

    private static string Bounded(string password) => password.Length <= PasswordRules.Longest ? password : "";
}
