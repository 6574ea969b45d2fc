using System.Security.Cryptography;
using Axle.Identity.Secrets;

namespace Axle.Identity.SecondFactor;

/// <summary>Codes for the day the phone is lost: each of 80 bits, good once, kept as hashes.</summary>
public static class RecoveryCodes
{
    /// <summary>How many there are.</summary>
    public const int Count = 10;

    /// <summary>Makes new ones: <c>ABCD-EFGH-JKLM-NPQR</c>.</summary>
    public static IReadOnlyList<string> New() => [.. Enumerable.Range(0, Count).Select(static _ =>
        string.Join('-', Base32.Encode(RandomNumberGenerator.GetBytes(10)).Chunk(4).Select(static part => new string(part))))];

    /// <summary>What is kept of one, however it was typed: small letters, blanks, without dashes. Null for what is no recovery code.</summary>
    public static byte[]? Hash(string? typed)
    {
        var code = new string([.. (typed ?? "").Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        return code.Length == 16 ? SecretText.Hash(code) : null;
    }
}
