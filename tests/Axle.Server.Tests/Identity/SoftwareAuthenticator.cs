using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Server.Tests.Identity;

/// <summary>A device that holds one passkey (ES256, WebAuthn level 3), and can be told to do it wrong.</summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private const byte UserPresent = 1, UserVerified = 4, AttestedData = 64;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private byte[] _user = [];

    /// <summary>Whether it sees its owner.</summary>
    public bool SeesItsOwner { get; set; } = true;

    /// <summary>How often it was used.</summary>
    public uint Count { get; set; }

    /// <summary>Makes the passkey that a server asks for.</summary>
    public JsonObject Create(JsonNode options, string origin)
    {
        _user = Base64Url.DecodeFromChars(options["user"]!["id"]!.GetValue<string>());
        var client = ClientData("webauthn.create", options, origin);
        var point = _key.ExportParameters(false).Q;
        // COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
        byte[] cose = [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] data = [.. Data(options["rp"]!["id"]!.GetValue<string>(), AttestedData), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
        byte[] attestation =
            [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Proves to have it.</summary>
    public JsonObject Get(JsonNode options, string origin)
    {
        Count++;
        var client = ClientData("webauthn.get", options, origin);
        var data = Data(options["rpId"]!.GetValue<string>(), 0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = Base64Url.EncodeToString(_user),
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Data(string domain, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(domain)), (byte)(UserPresent | (SeesItsOwner ? UserVerified : 0) | flags), .. count];
    }

    private static byte[] ClientData(string type, JsonNode options, string origin) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject { ["type"] = type, ["challenge"] = options["challenge"]!.GetValue<string>(), ["origin"] = origin, ["crossOrigin"] = false });

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };
}
