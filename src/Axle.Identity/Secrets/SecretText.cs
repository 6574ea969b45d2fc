using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Axle.Identity.Secrets;

/// <summary>Secrets that are made by chance: long enough that nobody guesses them, so a plain hash is enough to keep.</summary>
public static class SecretText
{
    private const int Bytes = 32;

    /// <summary>A new secret of 256 bits that fits into headers, cookies and addresses.</summary>
    /// <param name="prefix">What it begins with, so that people and scanners know what was found.</param>
    public static string New(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>A new name for a row: no secret, 65 bits, never used twice.</summary>
    /// <param name="prefix">What kind of thing it is, for example <c>usr_</c>.</param>
    public static string NewId(string prefix) => prefix + RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 13);

    /// <summary>What is kept of a secret: SHA-256.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Another secret that follows from one, for example what a page has to send beside its cookie.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="purpose">What the other is for; no purpose tells anything about another's.</param>
    public static string Derive(string secret, string purpose) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(purpose)));

    /// <summary>Compares two texts in a time that does not say where they differ.</summary>
    public static bool AreEqual(string? one, string? other) =>
        one is not null && other is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
