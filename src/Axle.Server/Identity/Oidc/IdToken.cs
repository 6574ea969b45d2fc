using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Axle.Server.Identity.Oidc;

/// <summary>
/// Reads identity tokens: JWTs signed with RS256 or ES256 by a key of the provider. Nothing else is taken: no unsigned token, none signed with a shared
/// secret, none that is encrypted.
/// </summary>
internal static class IdToken
{
    private const int Longest = 16 * 1024;
    private const int FewestRsaBits = 2048;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="expected">What it has to say.</param>
    /// <param name="keyAsync">Finds a key of the provider by id.</param>
    /// <returns>Who it is about.</returns>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Authentication"/>: it is not to be believed; the message says why, and nothing of the token.
    /// </exception>
    public static async ValueTask<IdTokenSubject> ReadAsync(
        string token, IdTokenExpectation expected, Func<string?, ValueTask<JsonElement?>> keyAsync)
    {
        if (token.Length > Longest || token.Split('.') is not [var headerText, var payloadText, var signatureText])
            throw Refused("it is no signed token");
        var header = Json(headerText);
        var algorithm = Text(header, "alg");
        var key = await keyAsync(Text(header, "kid")) ?? throw Refused("no key of the provider signed it");
        if (!IsSigned(algorithm, key, Encoding.ASCII.GetBytes($"{headerText}.{payloadText}"), Bytes(signatureText)))
            throw Refused("its signature does not fit");
        var claims = Json(payloadText);
        if (Text(claims, "iss") != expected.Issuer)
            throw Refused("another provider made it");
        if (!IsFor(claims, expected.ClientId))
            throw Refused("it is for another client");
        if (Time(claims, "exp") is not { } ends || ends + Tolerance <= expected.Now)
            throw Refused("it has expired");
        if (Time(claims, "iat") is { } made && made - Tolerance > expected.Now)
            throw Refused("it was made in the future: check the clocks");
        if (Text(claims, "nonce") is not { } nonce || !Axle.Identity.Secrets.SecretText.AreEqual(nonce, expected.Nonce))
            throw Refused("it belongs to another sign-in");
        return Text(claims, "sub") is { Length: > 0 and <= 255 } subject
            ? new IdTokenSubject(subject, Text(claims, "preferred_username"), Text(claims, "email"))
            : throw Refused("it does not say whom it is about");
    }

    private static bool IsSigned(string? algorithm, JsonElement key, byte[] signed, byte[] signature)
    {
        try
        {
            if (algorithm == "RS256" && Text(key, "kty") == "RSA")
            {
                using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(Text(key, "n") ?? ""), Exponent = Bytes(Text(key, "e") ?? "") });
                return rsa.KeySize >= FewestRsaBits && rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            if (algorithm == "ES256" && Text(key, "kty") == "EC" && Text(key, "crv") == "P-256")
            {
                using var curve = ECDsa.Create(new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = Bytes(Text(key, "x") ?? ""), Y = Bytes(Text(key, "y") ?? "") },
                });
                return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256);
            }
        }
        catch (CryptographicException)
        {
            // A key that is none signs nothing.
        }

        return false;
    }

    private static bool IsFor(JsonElement claims, string client)
    {
        if (!claims.TryGetProperty("aud", out var audience))
            return false;
        if (audience.ValueKind == JsonValueKind.String)
            return audience.ValueEquals(client);
        return audience.ValueKind == JsonValueKind.Array
            && audience.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.ValueEquals(client))
            && (audience.GetArrayLength() == 1 || Text(claims, "azp") == client);
    }

    private static JsonElement Json(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Bytes(part));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Refused("it is no signed token");
        }
        catch (JsonException)
        {
            throw Refused("it is no signed token");
        }
    }

    private static byte[] Bytes(string part)
    {
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            throw Refused("it is no signed token");
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
        && seconds is > 0 and < 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static AxleException Refused(string why) =>
        new(ErrorKind.Authentication, $"The identity token of the provider is not to be believed: {why}. Begin signing in again.");
}

/// <summary>What an identity token has to say.</summary>
/// <param name="Issuer">How its provider names itself.</param>
/// <param name="ClientId">For whom it is.</param>
/// <param name="Nonce">To which sign-in it belongs.</param>
/// <param name="Now">The time.</param>
internal sealed record IdTokenExpectation(string Issuer, string ClientId, string Nonce, DateTimeOffset Now);

/// <summary>Whom an identity token is about.</summary>
/// <param name="Subject">Id at the provider; never given to another person.</param>
/// <param name="Name">A name, as a proposal.</param>
/// <param name="Email">E-mail address, as a proposal.</param>
internal sealed record IdTokenSubject(string Subject, string? Name, string? Email);
