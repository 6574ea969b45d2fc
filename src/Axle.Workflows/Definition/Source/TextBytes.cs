using System.Buffers;
using System.Text;
using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Source;

/// <summary>From bytes to text: only UTF-8, with or without byte order mark, and only characters that a text has.</summary>
internal static class TextBytes
{
    private const string SaveAsUtf8 = "Save the file as UTF-8.";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // C0 controls but tab and line breaks; DEL; C1 controls but NEL. None is allowed by YAML 1.2, section 5.1.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static c => (char)c).Where(static c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\x85'))]);

    /// <summary>Decodes a file.</summary>
    /// <exception cref="UnreadableException">Another encoding, or bytes that are no text; the offset counts the characters before.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        if (OtherEncoding(bytes) is { } encoding)
            throw new UnreadableException(FaultCode.NotUtf8, 0, $"the file is {encoding}, not UTF-8.", SaveAsUtf8);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            var before = Encoding.UTF8.GetCharCount(bytes[..Math.Clamp(error.Index, 0, bytes.Length)]);
            var found = error.BytesUnknown is { Length: > 0 } unknown ? $"byte 0x{unknown[0]:X2}" : "a byte";
            throw new UnreadableException(FaultCode.NotUtf8, before, $"{found} is not UTF-8 here.", SaveAsUtf8);
        }
    }

    /// <summary>Decodes what can be decoded, only to find lines and columns in it.</summary>
    public static string DecodeLoosely(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes);

    /// <summary>Refuses control characters, and halves of characters.</summary>
    public static void Check(string text)
    {
        var control = text.AsSpan().IndexOfAny(Controls);
        if (control >= 0)
        {
            throw new UnreadableException(
                FaultCode.NotText, control, $"character U+{(int)text[control]:X4} is not allowed; the file may not be a text at all.",
                "Remove it; inside a text in double quotes, YAML has escapes such as \\0 and \\x1B.");
        }

        var half = FindLoneSurrogate(text);
        if (half >= 0)
        {
            throw new UnreadableException(
                FaultCode.NotText, half, $"half of a character (U+{(int)text[half]:X4}, a lone surrogate) is here.", "Write the whole character.");
        }
    }

    /// <summary>Index of the first surrogate without its other half, or -1.</summary>
    public static int FindLoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }

        return -1;
    }

    private static string? OtherEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
        [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..] => "UTF-16",
        [0x1F, 0x8B, ..] => "a gzip archive",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive",
        _ => null,
    };
}
