using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Axle.Models.Cache;

/// <summary>
/// SHA-256 over named values, the same in every process and on every machine. Each value goes in with its length, so that no two
/// different lists of values make the same bytes.
/// </summary>
internal sealed class CanonicalHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text; null and empty differ.</summary>
    public CanonicalHash Add(string name, string? value)
    {
        Write(Encoding.UTF8.GetBytes(name));
        if (value is null)
            WriteLength(-1);
        else
            Write(Encoding.UTF8.GetBytes(value));
        return this;
    }

    /// <summary>Adds a number, time, truth value or name of an enumeration; null differs from all of them.</summary>
    public CanonicalHash Add<T>(string name, T? value)
        where T : struct, IFormattable => Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>Adds bytes.</summary>
    public CanonicalHash Add(string name, ReadOnlySpan<byte> value)
    {
        Write(Encoding.UTF8.GetBytes(name));
        Write(value);
        return this;
    }

    /// <summary>Adds JSON; the order of an object's names does not count.</summary>
    public CanonicalHash Add(string name, JsonElement value)
    {
        Add(name, value.ValueKind.ToString());
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal))
                    Add(property.Name, property.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Add("", item);
                break;
            case JsonValueKind.String:
                Add("", value.GetString());
                break;
            case JsonValueKind.Number:
                Add("", value.GetRawText());
                break;
        }

        return Add("end", value.ValueKind.ToString());
    }

    /// <summary>The hash of all that was added, as 64 hexadecimal digits; begins anew.</summary>
    public string Take() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        WriteLength(bytes.Length);
        _hash.AppendData(bytes);
    }

    private void WriteLength(int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        _hash.AppendData(bytes);
    }
}
