using Axle.Identity.Enrolment;

namespace Axle.Server.Identity.Setup;

/// <summary>Whether the server waits for its owner.</summary>
/// <param name="Needed">Whether it does.</param>
/// <param name="Mode"><c>users</c>: people sign in.</param>
/// <param name="Company">Text of a button to <c>/api/v1/session/oidc</c>; null when nobody signs in there.</param>
public sealed record SetupItem(bool Needed, string Mode, string? Company);

/// <summary>First step of the owner.</summary>
/// <param name="User">The name to sign in with.</param>
/// <param name="Password">The password.</param>
/// <param name="Token">The token that the server printed.</param>
/// <param name="Email">E-mail address; may be left out.</param>
public sealed record SetupRequest(string? User, string? Password, string? Token = null, string? Email = null);

/// <summary>Second step of the owner.</summary>
/// <param name="User">The name.</param>
/// <param name="Code">The code that the app shows.</param>
public sealed record ConfirmRequest(string? User, string? Code);

/// <summary>First step of somebody invited.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="Password">The password.</param>
public sealed record AcceptRequest(string? Invitation, string? Password);

/// <summary>Second step of somebody invited.</summary>
/// <param name="Invitation">The invitation.</param>
/// <param name="Code">The code that the app shows.</param>
public sealed record ConfirmInvitedRequest(string? Invitation, string? Code);

/// <summary>What somebody who enrols has to keep; shown once.</summary>
/// <param name="Totp">For the authenticator app.</param>
/// <param name="Recovery">Codes for the day the app is lost.</param>
public sealed record EnrolmentItem(TotpItem Totp, IReadOnlyList<string> Recovery)
{
    internal static EnrolmentItem Of(EnrolmentSecrets secrets) => new(new TotpItem(secrets.Secret, secrets.Uri), secrets.Recovery);
}

/// <summary>The secret of an authenticator app.</summary>
/// <param name="Secret">To be typed.</param>
/// <param name="Uri">For a QR code.</param>
public sealed record TotpItem(string Secret, string Uri);
