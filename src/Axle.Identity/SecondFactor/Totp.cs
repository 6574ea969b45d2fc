using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Axle.Identity.SecondFactor;

/// <summary>
/// Codes by time, RFC 6238: six digits, new every 30 seconds, HMAC-SHA-1, as every authenticator app makes them. The code before and the one
/// after are taken too, for clocks that differ.
/// </summary>
public static class Totp
{
    /// <summary>Seconds that a code stands.</summary>
    public const int Period = 30;

    private const int Digits = 6;
    private const int Window = 1;
    private const int SecretBytes = 20;

    /// <summary>A new secret of 160 bits.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The address that authenticator apps read from a QR code.</summary>
    public static string Uri(byte[] secret, string user) =>
        $"otpauth://totp/Axle:{System.Uri.EscapeDataString(user)}?secret={Base32.Encode(secret)}&issuer=Axle&algorithm=SHA1&digits={Digits}&period={Period}";

    /// <summary>The number of the 30 seconds that a time lies in.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / Period;

    /// <summary>The code of a step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The standard asks for it, the apps know nothing else, and HMAC does not need its hash to withstand collisions.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Finds the step that a code belongs to.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="code">What was typed; blanks in it do not count.</param>
    /// <param name="now">The time.</param>
    /// <param name="after">The step of the last code that was used: it and older ones are refused, so that nobody uses a code twice.</param>
    /// <returns>The step, to be kept; null for a wrong or used code.</returns>
    public static long? Match(ReadOnlySpan<byte> secret, string? code, DateTimeOffset now, long after)
    {
        var typed = Encoding.UTF8.GetBytes((code ?? "").Replace(" ", "", StringComparison.Ordinal));
        var current = StepOf(now);
        long? found = null;
        // All are compared, so that the time says nothing about which one was near.
        for (var step = current - Window; step <= current + Window; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), typed) && step > after)
                found = step;
        }

        return found;
    }
}
