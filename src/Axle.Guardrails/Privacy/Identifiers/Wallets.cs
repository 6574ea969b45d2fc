using System.Numerics;
using System.Security.Cryptography;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Addresses of wallets.</summary>
internal static class Wallets
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int Bech32mConstant = 0x2bc830a3;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Whether it is an address on Bitcoin's main or test network: Base58Check, Bech32 (BIP 173) or Bech32m (BIP 350).</summary>
    public static bool IsBitcoin(string text) => text.Length switch
    {
        >= 26 and <= 35 when text[0] is '1' or '2' or '3' or 'm' or 'n' => IsBase58Check(text),
        >= 42 and <= 62 when text.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) || text.StartsWith("tb1", StringComparison.OrdinalIgnoreCase)
            => IsBech32(text),
        _ => false,
    };

    /// <summary>Whether it is an address on Ethereum: 0x and forty hexadecimal digits.</summary>
    public static bool IsEthereum(ReadOnlySpan<char> text)
    {
        if (text.Length != 42 || text[0] != '0' || text[1] is not ('x' or 'X'))
            return false;
        foreach (var c in text[2..])
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }

    private static bool IsBase58Check(string text)
    {
        var number = BigInteger.Zero;
        foreach (var c in text)
        {
            var value = Base58.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return false;
            number = number * 58 + value;
        }

        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        var written = number.GetByteCount(isUnsigned: true);
        if (written > 25 || !number.TryWriteBytes(bytes[(25 - written)..], out _, isUnsigned: true, isBigEndian: true))
            return false;
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return bytes[0] is 0 or 5 or 0x6f or 0xc4 && hash[..4].SequenceEqual(bytes[21..]);
    }

    private static bool IsBech32(string text)
    {
        var lower = text.ToLowerInvariant();
        if (text.AsSpan().ContainsAnyInRange('a', 'z') && text.AsSpan().ContainsAnyInRange('A', 'Z'))
            return false;
        var check = 1u;
        foreach (var c in lower.AsSpan(0, 2))
            check = Step(check, c >> 5);
        check = Step(check, 0);
        foreach (var c in lower.AsSpan(0, 2))
            check = Step(check, c & 31);
        foreach (var c in lower.AsSpan(3))
        {
            var value = Bech32.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return false;
            check = Step(check, value);
        }

        return check == (lower[3] == 'q' ? 1u : Bech32mConstant);
    }

    private static uint Step(uint check, int value)
    {
        var top = check >> 25;
        check = ((check & 0x1ffffff) << 5) ^ (uint)value;
        for (var i = 0; i < 5; i++)
            check ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        return check;
    }
}
