using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Axle.Guardrails.Input.Model;

/// <summary>The two heads, and the file that holds them.</summary>
/// <param name="Prompts">Asked of what a user writes.</param>
/// <param name="Documents">Asked of everything else.</param>
internal sealed record InjectionModel(LinearHead Prompts, LinearHead Documents)
{
    private const uint Magic = 0x31475841; // "AXG1"
    private const int Numbers = 4;

    /// <summary>The model of this version, which <c>model.md</c> describes.</summary>
    public static InjectionModel BuiltIn { get; } = Load();

    /// <summary>The head that a source is asked.</summary>
    public LinearHead For(TextSource source) => source == TextSource.User ? Prompts : Documents;

    /// <summary>The file: four bytes of name, then for each head its numbers and its weights, a byte each.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[4 + 2 * (4 * Numbers + 2 * Features.Buckets)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        var rest = bytes.AsSpan(4);
        foreach (var head in new[] { Prompts, Documents })
        {
            foreach (var (i, number) in new[] { head.MeaningScale, head.LettersScale, head.Bias, head.Threshold }.Index())
                BinaryPrimitives.WriteSingleLittleEndian(rest[(4 * i)..], number);
            rest = rest[(4 * Numbers)..];
            foreach (var weights in new[] { head.Meaning, head.Letters })
            {
                MemoryMarshal.AsBytes(weights.AsSpan()).CopyTo(rest);
                rest = rest[weights.Length..];
            }
        }

        return bytes;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or of another size.</exception>
    public static InjectionModel FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 4 + 2 * (4 * Numbers + 2 * Features.Buckets) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new InvalidDataException("This is no model of the input guard; train one with 'ax guard train'.");
        var half = (bytes.Length - 4) / 2;
        return new InjectionModel(Head(bytes.Slice(4, half)), Head(bytes.Slice(4 + half, half)));
    }

    /// <summary>The hash by which the model card names a file.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static LinearHead Head(ReadOnlySpan<byte> bytes)
    {
        Span<float> numbers = stackalloc float[Numbers];
        for (var i = 0; i < Numbers; i++)
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        var weights = MemoryMarshal.Cast<byte, sbyte>(bytes[(4 * Numbers)..]);
        return new LinearHead(weights[..Features.Buckets].ToArray(), weights[Features.Buckets..].ToArray(), numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private static InjectionModel Load()
    {
        using var stream = typeof(InjectionModel).Assembly.GetManifestResourceStream("guardrails.model.bin")
            ?? throw new InvalidOperationException("The model of the input guard is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return FromBytes(bytes);
    }
}
