using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Workflows.Runs;

internal static class PayloadJson
{
    /// <summary>For what may be deeper than a payload because it holds some: an event, an object of several steps' outputs.</summary>
    public const int DepthAround = (2 * Payload.MaxDepth) + 16;

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = Payload.MaxDepth,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Compact, and without escapes that JSON does not ask for: payloads are stored, hashed and shown, never pasted into HTML unescaped.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>How to read what may be deeper than a payload.</summary>
    public static JsonReaderOptions Reading { get; } = new() { MaxDepth = DepthAround };

    /// <summary>The value without white space and without escapes that JSON does not ask for.</summary>
    /// <exception cref="AxleException">Validation: it is nested too deep, or has text that is no Unicode.</exception>
    public static byte[] Compact(JsonElement value)
    {
        const int LargestKept = 64 * 1024;
        var buffer = _buffer ??= new ArrayBufferWriter<byte>();
        buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer, Writing);
        writer.Reset(buffer);
        try
        {
            value.WriteTo(writer);
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        catch (InvalidOperationException exception)
        {
            throw new AxleException(
                ErrorKind.Validation, $"The value is nested deeper than {Payload.MaxDepth} levels, or is no valid JSON: {exception.Message}", exception);
        }
        finally
        {
            if (buffer.Capacity > LargestKept)
                (_buffer, _writer) = (null, null);
        }
    }

    /// <summary>
    /// Whether JSON is already what <see cref="Compact"/> would make of it, as far as can be told in one glance: no for anything but ASCII without
    /// escapes, and for what may be nested too deep.
    /// </summary>
    public static bool IsCompact(ReadOnlySpan<byte> utf8)
    {
        var (isText, depth) = (false, 0);
        foreach (var c in utf8)
        {
            switch (c)
            {
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'\\' or >= 0x7F or < (byte)' ':
                    return false;
                case (byte)' ' when !isText:
                    return false;
                case (byte)'{' or (byte)'[' when !isText:
                    if (++depth > Payload.MaxDepth)
                        return false;
                    break;
                case (byte)'}' or (byte)']' when !isText:
                    depth--;
                    break;
            }
        }

        return true;
    }

    /// <summary>Reads one value, and that nothing comes after it.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static void ReadToEnd(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions { MaxDepth = Payload.MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
