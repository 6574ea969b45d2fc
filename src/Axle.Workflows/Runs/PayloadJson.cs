using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Workflows.Runs;

internal static class PayloadJson
{
    /// <summary>Compact, and without escapes that JSON does not ask for: payloads are stored, hashed and shown, never pasted into HTML unescaped.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
