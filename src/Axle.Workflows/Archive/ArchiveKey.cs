using System.Security.Cryptography;
using System.Text;

namespace Axle.Workflows.Archive;

/// <summary>A key that archives are signed or checked with. Prints its id, never the key.</summary>
public sealed class ArchiveKey
{
    private const int LeastSecret = 32;
    private readonly byte[]? _secret;
    private readonly string? _pem;

    private ArchiveKey(string id, string algorithm, byte[]? secret, string? pem)
    {
        if (id is not { Length: > 0 and <= 64 } || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new AxleException(ErrorKind.Validation, "The id of an archive key has 1 to 64 letters, digits, '-', '_' or '.'.");
        (Id, Algorithm, _secret, _pem) = (id, algorithm, secret, pem);
    }

    /// <summary>Names the key in archives.</summary>
    public string Id { get; }

    /// <summary><c>hmac-sha256</c> or <c>ecdsa-p256-sha256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>A secret that signs and checks: whoever can check can sign.</summary>
    /// <param name="id">Names the key in archives.</param>
    /// <param name="secret">At least 32 random bytes.</param>
    /// <exception cref="AxleException">Validation: the secret is too short, or the id has other characters than letters, digits, <c>-_.</c></exception>
    public static ArchiveKey Hmac(string id, ReadOnlySpan<byte> secret) => secret.Length >= LeastSecret
        ? new ArchiveKey(id, "hmac-sha256", secret.ToArray(), null)
        : throw new AxleException(ErrorKind.Validation, $"The archive key '{id}' has {secret.Length} bytes. Use at least {LeastSecret} random ones.");

    /// <summary>A key on the curve P-256: the private one signs, the public one only checks.</summary>
    /// <param name="id">Names the key in archives.</param>
    /// <param name="pem">The private or the public key as PEM (<c>openssl ecparam -name prime256v1 -genkey -noout</c>).</param>
    /// <exception cref="AxleException">Validation: the text is no such key.</exception>
    public static ArchiveKey Ecdsa(string id, string pem)
    {
        var key = new ArchiveKey(id, "ecdsa-p256-sha256", null, pem);
        using var opened = key.OpenPem();
        return opened.KeySize == 256
            ? key
            : throw new AxleException(ErrorKind.Validation, $"The archive key '{id}' is not on the curve P-256. Make one: openssl ecparam -name prime256v1 -genkey -noout");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} key {Id}";

    internal byte[] Sign(string head)
    {
        if (_secret is not null)
            return HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(head));
        using var key = OpenPem();
        try
        {
            return key.SignData(Encoding.ASCII.GetBytes(head), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException exception)
        {
            throw new AxleException(ErrorKind.Authentication, $"The archive key '{Id}' is the public one, which cannot sign. Give the private key.", exception);
        }
    }

    internal bool Verifies(string head, ReadOnlySpan<byte> signature)
    {
        if (_secret is not null)
            return CryptographicOperations.FixedTimeEquals(Sign(head), signature);
        using var key = OpenPem();
        return key.VerifyData(Encoding.ASCII.GetBytes(head), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private ECDsa OpenPem()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(_pem);
            return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            key.Dispose();
            // The text may be a key in another form: it is not shown.
            throw new AxleException(ErrorKind.Validation, $"The archive key '{Id}' is no unencrypted PEM of an elliptic curve key.");
        }
    }
}
