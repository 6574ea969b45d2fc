using System.Security.Cryptography;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Payloads;

/// <summary>
/// Compresses and encrypts what is stored. Every stored form says itself how to read it (<see cref="CodedForm"/>), so settings may change at
/// any time, and what was written before a codec was used is read as it is. Encryption is AES-256 in Galois/Counter Mode (NIST SP
/// 800-38D) with a random 96-bit nonce. One key may encrypt 2^32 values; take a new one before. What belongs to a tenant is encrypted with the
/// tenant's data key once the codec knows where those lie (<see cref="WithDataKeys"/>), all else with the first of the keys themselves.
/// </summary>
public sealed class PayloadCodec : IPayloadCodec
{
    private const int LeastLimit = 1024;
    private const int MostLimit = 1024 * 1024 * 1024;
    private readonly PayloadCodecOptions _options;

    /// <summary>A codec with these settings.</summary>
    /// <exception cref="AxleException">Validation: <see cref="PayloadCodecOptions.MaxDecodedSize"/> is out of range.</exception>
    public PayloadCodec(PayloadCodecOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.MaxDecodedSize is < LeastLimit or > MostLimit)
        {
            throw new AxleException(
                ErrorKind.Validation, $"MaxDecodedSize is {options.MaxDecodedSize} bytes. Use {LeastLimit} to {MostLimit}.");
        }

        _options = options;
    }

    private PayloadCodec(PayloadCodecOptions options, TenantDataKeys dataKeys)
        : this(options) => DataKeys = dataKeys;

    /// <summary>The keys of tenants; null when the codec has no keys, or does not know where theirs lie.</summary>
    public TenantDataKeys? DataKeys { get; }

    private bool Encrypts => _options is { Encrypt: true, Keys: not null };

    /// <summary>The same codec with a key of its own for each tenant; itself when it has no keys.</summary>
    /// <param name="store">Where the keys of tenants lie.</param>
    /// <param name="time">The clock.</param>
    public PayloadCodec WithDataKeys(IDataKeyStore store, TimeProvider time) =>
        _options.Keys is { } keys ? new PayloadCodec(_options, new TenantDataKeys(keys, store, time)) : this;

    /// <inheritdoc/>
    public ValueTask ReadyAsync(string tenant, CancellationToken cancellationToken) =>
        Encrypts && DataKeys is { } keys ? keys.ReadyAsync(tenant, cancellationToken) : default;

    /// <inheritdoc/>
    public byte[] Encode(ReadOnlySpan<byte> plain) => Encode(plain, tenant: null);

    /// <inheritdoc/>
    public byte[] Encode(ReadOnlySpan<byte> plain, string? tenant)
    {
        var packed = _options.Compress ? BrotliPacking.TryPack(plain) : null;
        var form = new CodedForm(packed is not null, WritingKey(tenant));
        if (form.IsPlain && !CodedForm.HasHeader(plain))
            return plain.ToArray();
        var header = form.Header();
        ReadOnlySpan<byte> body = packed ?? plain;
        return form.KeyId is { } key ? Seal(header, key, body) : [.. header, .. body];
    }

    /// <inheritdoc/>
    public byte[] Decode(ReadOnlySpan<byte> stored)
    {
        var form = CodedForm.Read(stored, out var headerLength);
        if (form.KeyId is null && !_options.AcceptUnencrypted && Encrypts)
        {
            throw new AxleException(ErrorKind.Refused, "A stored value is not encrypted, and the settings accept encrypted values only. "
                + "It was slipped in, or written before encryption was switched on: then accept it, encrypt everything once, and refuse again.");
        }

        var body = form.KeyId is { } key ? Open(stored[..headerLength], key, stored[headerLength..]) : stored[headerLength..];
        if (form.IsCompressed)
            return BrotliPacking.Unpack(body, _options.MaxDecodedSize);
        return body.Length <= _options.MaxDecodedSize ? body.ToArray() : throw BrotliPacking.TooLarge(body.Length, _options.MaxDecodedSize);
    }

    /// <summary>Whether a stored form is one that this codec would write as far as encryption goes: under the current key, or under none.</summary>
    /// <exception cref="AxleException">Validation: its header cannot be read.</exception>
    public bool IsCurrent(ReadOnlySpan<byte> stored, string? tenant = null) => CodedForm.Read(stored, out _).KeyId == WritingKey(tenant);

    /// <summary>The stored form under the current key; null when it is that already. For the pass after a rotation.</summary>
    /// <exception cref="AxleException">Its key is not there, or it was changed.</exception>
    public byte[]? Recode(ReadOnlySpan<byte> stored, string? tenant = null) => IsCurrent(stored, tenant) ? null : Encode(Accepting().Decode(stored), tenant);

    /// <summary>The same codec, reading what is not encrypted, too: the pass after a rotation is what makes that acceptable never again.</summary>
    public PayloadCodec Accepting()
    {
        if (_options.AcceptUnencrypted)
            return this;
        var accepting = _options with { AcceptUnencrypted = true };
        return DataKeys is { } keys ? new PayloadCodec(accepting, keys) : new PayloadCodec(accepting);
    }

    /// <summary>Id of the key that values of a tenant are written with, or those of nobody's for null; null when they are not encrypted.</summary>
    public string? WritingKey(string? tenant)
    {
        if (!Encrypts)
            return null;
        return tenant is not null && DataKeys is { } keys ? keys.CurrentId(tenant) : _options.Keys!.CurrentId;
    }

    private byte[] Seal(byte[] header, string key, ReadOnlySpan<byte> body)
    {
        var sealedForm = new byte[header.Length + body.Length + CodedForm.TagLength];
        // Never from a seed: a nonce that comes twice under one key gives both values away.
        RandomNumberGenerator.Fill(CodedForm.Nonce(header));
        header.CopyTo(sealedForm, 0);
        using var aes = new AesGcm(Material(key), CodedForm.TagLength);
        aes.Encrypt(
            CodedForm.Nonce(header), body, sealedForm.AsSpan(header.Length, body.Length), sealedForm.AsSpan(header.Length + body.Length), header);
        return sealedForm;
    }

    private byte[] Open(ReadOnlySpan<byte> header, string key, ReadOnlySpan<byte> body)
    {
        var material = Material(key);
        var plain = new byte[body.Length - CodedForm.TagLength];
        using var aes = new AesGcm(material, CodedForm.TagLength);
        try
        {
            aes.Decrypt(CodedForm.Nonce(header), body[..plain.Length], body[plain.Length..], plain, header);
            return plain;
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"A stored value was changed after it was written, or the key '{key}' is not the one of "
                + "that name it was written with. Put the right key back, or restore the value from a backup.", exception);
        }
    }

    private byte[] Material(string key)
    {
        var keys = _options.Keys ?? throw new AxleException(
            ErrorKind.Authentication, $"A stored value is encrypted with the key '{key}', and no keys are configured. Configure the keys.");
        return keys.Find(key) ?? DataKeys?.Find(key) ?? throw keys.Missing(key);
    }
}
