using Axle.Identity.Entrance;
using Axle.Identity.Ports;
using Axle.Identity.Users;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Sessions;

/// <summary>Finds out again who somebody is, before how they sign in is changed: the browser may have been left open.</summary>
/// <param name="store">What is known.</param>
/// <param name="entrance">Compares password and code.</param>
internal sealed class FreshProof(IUserStore store, PasswordEntrance entrance)
{
    /// <summary>The user, who has proven it with password and code.</summary>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Authentication"/>: password or code are wrong. <see cref="ErrorKind.Refused"/>: a program's key asks.
    /// </exception>
    public async Task<User> OfAsync(HttpContext http, string? password, string? code, CancellationToken cancellationToken)
    {
        var principal = http.Principal();
        if (principal.Session is null)
            throw new AxleException(ErrorKind.Refused, "A key cannot change how its user signs in. Sign in with password and code.");
        var user = (await store.FindUserAsync(principal.User, cancellationToken))!;
        return await entrance.ProveAsync(Attempt(http, user.Name, password, code), cancellationToken);
    }

    /// <summary>An attempt to sign in, as a request makes it.</summary>
    public static SignInAttempt Attempt(HttpContext http, string? name, string? password, string? code) =>
        new(name ?? "", password ?? "", code, Network.Of(http), SessionDoor.AgentOf(http));
}
