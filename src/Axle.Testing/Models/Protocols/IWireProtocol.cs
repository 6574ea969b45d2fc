using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>Writes replies as one interface of a provider does.</summary>
internal interface IWireProtocol
{
    /// <summary>Whether it gives answers of models, so that a script applies; lists and vectors have none.</summary>
    bool Answers => true;

    /// <summary>An answer in one piece.</summary>
    JsonNode Whole(ServedAnswer answer, WireRequest request);

    /// <summary>An answer as the texts of a stream, one an event.</summary>
    IEnumerable<string> Events(ServedAnswer answer, WireRequest request) => [];

    /// <summary>An error.</summary>
    ServedHttp Error(ServedError error, WireRequest request);

    /// <summary>How a stream that began well tells an error.</summary>
    string ErrorEvent(WireRequest request) => "";
}

/// <summary>What the server understood of a request.</summary>
/// <param name="Api">The interface; see <see cref="Axle.Models.Recording.WireApi"/>.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">The body; undefined when there was none.</param>
/// <param name="Key">The key that it is signed with; null for none.</param>
/// <param name="Now">The server's clock.</param>
internal sealed record WireRequest(string Api, string Path, JsonElement Body, string? Key, DateTimeOffset Now)
{
    /// <summary>The model that is asked.</summary>
    public string Model { get; } = ModelOf(Path, Body);

    /// <summary>Whether the answer is wanted as a stream.</summary>
    public bool Streams { get; } = Api == Axle.Models.Recording.WireApi.StreamGenerateContent || Says(Body, "stream");

    /// <summary>Whether a flag is set.</summary>
    public static bool Says(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    // Gemini and Azure name the model in the path, the others in the body.
    private static string ModelOf(string path, JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String)
            return model.GetString()!;
        foreach (var before in (ReadOnlySpan<string>)["/models/", "/deployments/"])
        {
            if (path.IndexOf(before, StringComparison.Ordinal) is >= 0 and var at)
            {
                var rest = path[(at + before.Length)..];
                return Uri.UnescapeDataString(rest[..(rest.IndexOfAny([':', '/', '?']) is >= 0 and var end ? end : rest.Length)]);
            }
        }

        return "served-model";
    }
}

/// <summary>A reply as it goes over the wire.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Type of the body.</param>
/// <param name="Chunks">The body; each piece goes out alone.</param>
internal sealed record ServedHttp(int Status, string ContentType, IReadOnlyList<ReadOnlyMemory<byte>> Chunks)
{
    public const string JsonType = "application/json";
    public const string EventsType = "text/event-stream; charset=utf-8";

    /// <summary>Headers beside the type.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Whether it is a stream of events.</summary>
    public bool IsStream => ContentType.StartsWith("text/event-stream", StringComparison.Ordinal);

    public static ServedHttp Json(int status, JsonNode body) => Text(status, JsonType, body.ToJsonString());

    public static ServedHttp Text(int status, string type, string body) => new(status, type, [System.Text.Encoding.UTF8.GetBytes(body)]);

    public static ServedHttp Stream(IEnumerable<string> events) =>
        new(200, EventsType, [.. events.Select(static e => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(e))]);

    /// <summary>What a proxy in between sends.</summary>
    public static ServedHttp Page(int status) => Text(status, "text/html",
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n");
}
