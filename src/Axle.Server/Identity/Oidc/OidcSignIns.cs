using Axle.Identity.Secrets;
using Axle.Server.Identity.Protection;

namespace Axle.Server.Identity.Oidc;

/// <summary>Sign-ins that are under way at the provider: each good once, for ten minutes, and for the browser that began it.</summary>
/// <param name="time">The clock.</param>
internal sealed class OidcSignIns(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly OnceOnly<OidcSignIn> _underWay = new(time, Patience);

    /// <summary>Begins one.</summary>
    /// <param name="network">Where it is begun.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.RateLimited"/>: too many are under way.</exception>
    public OidcSignIn Begin(string network)
    {
        var signIn = new OidcSignIn(SecretText.New(), SecretText.New(), SecretText.New(), SecretText.New(), time.GetUtcNow() + Patience);
        _underWay.Keep(signIn.State, signIn, network);
        return signIn;
    }

    /// <summary>Takes the one that a browser comes back with.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: there is none such, it took too long, or another browser began it.</exception>
    public OidcSignIn Take(string? state, string? browser) =>
        _underWay.Take(state) is { } signIn && SecretText.AreEqual(browser, signIn.Browser)
            ? signIn
            : throw new AxleException(ErrorKind.Authentication, "This sign-in was not begun here, is used, or took longer than ten minutes. Begin it again.");
}

/// <summary>A sign-in that is under way.</summary>
/// <param name="State">What the provider sends back.</param>
/// <param name="Nonce">What the token has to name.</param>
/// <param name="Verifier">What proves to the provider that the same server asks (PKCE).</param>
/// <param name="Browser">What the browser's cookie has to say.</param>
/// <param name="EndsAt">Until when it is good.</param>
internal sealed record OidcSignIn(string State, string Nonce, string Verifier, string Browser, DateTimeOffset EndsAt);
