using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input.Model;

/// <summary>The heads, and the file that holds them.</summary>
/// <param name="Prompts">Asked of what a user writes.</param>
/// <param name="Documents">Asked of everything else.</param>
internal sealed record InjectionModel(PromptHeads Prompts, LinearHead Documents)
{
    private const uint Magic = 0x32475841; // "AXG2"
    private const int Numbers = 4;
    private const int Heads = 3;
    private const int HeadLength = 4 * Numbers + 2 * Features.Buckets;

    /// <summary>How far a piece of a view lies above the operating point.</summary>
    internal delegate float Score(ReadOnlySpan<char> piece, TextView view);

    /// <summary>The model of this version, which <c>model.md</c> describes.</summary>
    public static InjectionModel BuiltIn { get; } = Load();

    /// <summary>Tells how far pieces lie above the operating point of their source, in log odds: from 0 on a piece is an attack.</summary>
    /// <param name="source">Where the text comes from.</param>
    /// <param name="features">Must have read a piece before it is asked about; of a prompt they may have read its sentences afterwards.</param>
    public Score Scoring(TextSource source, Features features)
    {
        if (source != TextSource.User)
            return (_, _) => Documents.Margin(features) - Documents.Threshold;
        var sentences = new Sentences<float>(features, () => Prompts.Sentence.Margin(features));
        return (piece, view) => PromptHeads.Margin(Prompts.Whole.Margin(features), sentences.Within(piece, view)) - Prompts.Whole.Threshold;
    }

    /// <summary>The file: four bytes of name, then for each head its numbers and its weights, a byte each.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[4 + Heads * HeadLength];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        var rest = bytes.AsSpan(4);
        foreach (var head in new[] { Prompts.Whole, Prompts.Sentence, Documents })
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
        if (bytes.Length != 4 + Heads * HeadLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw new InvalidDataException("This is no model of the input guard; train one with 'ax guard train'.");
        var heads = bytes[4..];
        return new InjectionModel(
            new PromptHeads(Head(heads[..HeadLength]), Head(heads.Slice(HeadLength, HeadLength))), Head(heads.Slice(2 * HeadLength, HeadLength)));
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
