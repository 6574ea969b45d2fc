using System.Security.Cryptography;
using System.Text;

namespace Axle.Workflows.Schedules;

/// <summary>Signatures of webhooks: HMAC-SHA256 over the body, as GitHub and most others have it.</summary>
public static class WebhookSignature
{
    private const string Prefix = "sha256=";

    /// <summary>The signature that a sender puts into its header.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret) =>
        Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>Whether a signature is right; takes equally long however much of it is.</summary>
    public static bool IsRight(string signature, ReadOnlySpan<byte> body, string secret)
    {
        var hex = signature.AsSpan().Trim();
        if (hex.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            hex = hex[Prefix.Length..];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, right);
        return hex.Length == 2 * given.Length
            && Convert.FromHexString(hex, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, right);
    }
}
