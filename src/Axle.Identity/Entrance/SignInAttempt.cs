namespace Axle.Identity.Entrance;

/// <summary>What somebody shows who wants in.</summary>
/// <param name="Name">Name of the user.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">The code of the authenticator app, or a recovery code.</param>
/// <param name="Place">The network it comes from.</param>
/// <param name="Agent">The browser, as it names itself.</param>
public sealed record SignInAttempt(string Name, string Password, string? Code, string Place, string Agent)
{
    // A record writes its parts by itself, and the password is none of anybody's business.
    /// <inheritdoc/>
    public override string ToString() => $"sign-in from {Place}";
}
