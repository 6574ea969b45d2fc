namespace Axle.Identity.Enrolment;

/// <summary>What somebody who is enrolled has to keep; shown once.</summary>
/// <param name="Secret">The secret for an authenticator app, to be typed.</param>
/// <param name="Uri">The same as an address, for a QR code.</param>
/// <param name="Recovery">Codes for the day the app is lost.</param>
public sealed record EnrolmentSecrets(string Secret, string Uri, IReadOnlyList<string> Recovery)
{
    /// <inheritdoc/>
    public override string ToString() => "secrets of an enrolment";
}
