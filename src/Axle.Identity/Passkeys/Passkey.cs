namespace Axle.Identity.Passkeys;

/// <summary>
/// A passkey (a discoverable WebAuthn credential) of a user. The device asks its owner for a finger, a face or a PIN before it uses it, so it stands for
/// password and second factor together. Its private key never leaves the device.
/// </summary>
/// <param name="Credential">Id of the credential, as the device chose it.</param>
/// <param name="User">Id of the user.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="PublicKey">The public key, in COSE form.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record Passkey(byte[] Credential, string User, string Name, byte[] PublicKey, DateTimeOffset CreatedAt)
{
    /// <summary>Most passkeys of a user.</summary>
    public const int Most = 20;

    /// <summary>How often it was used, as the device counts; 0 for one that does not count.</summary>
    public uint SignCount { get; init; }

    /// <summary>Whether its device may copy it to others.</summary>
    public bool IsBackupEligible { get; init; }

    /// <summary>Whether it was copied to others.</summary>
    public bool IsBackedUp { get; init; }

    /// <summary>When it was used last; null for never.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
