using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Workflows.Runs;

internal static class PayloadJson
{
    /// <summary>Compact, and without escapes that JSON does not ask for: payloads are stored, hashed and shown, never pasted into HTML unescaped.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>For what may be deeper than a payload because it holds some: an event, an object of several steps' outputs.</summary>
    public const int DepthAround = (2 * Payload.MaxDepth) + 16;

    /// <summary>How to read what may be deeper than a payload.</summary>
    public static JsonReaderOptions Reading { get; } = new() { MaxDepth = DepthAround };

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions { MaxDepth = Payload.MaxDepth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
