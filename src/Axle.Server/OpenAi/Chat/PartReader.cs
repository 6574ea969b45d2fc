using System.Text.Json;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Reads parts of messages: text, pictures, sound, files.</summary>
internal static class PartReader
{
    /// <summary>Reads one part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="ApiException">It is of a kind that nobody knows, or wrong.</exception>
    public static AIContent Read(JsonElement part, string place)
    {
        try
        {
            return part.Text("type", place) switch
            {
                "text" => new TextContent(part.Text("text", place) ?? ""),
                "refusal" => new TextContent(part.Text("refusal", place) ?? ""),
                "image_url" => Image(Need(part, "image_url", place), $"{place}.image_url"),
                "input_audio" => Audio(Need(part, "input_audio", place), $"{place}.input_audio"),
                "file" => Document(Need(part, "file", place), $"{place}.file"),
                var kind => throw ApiErrors.Invalid($"{place}.type", $"'{place}.type' is '{kind}'; it must be text, image_url, input_audio or file.", "invalid_value"),
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw ApiErrors.Invalid(place, $"'{place}' holds data that cannot be read: it must be a data: URI or base64.", "invalid_value");
        }
    }

    private static JsonElement Need(JsonElement part, string name, string place) =>
        part.Object(name, place) ?? throw ApiErrors.Invalid($"{place}.{name}", $"Missing required parameter: '{place}.{name}'.", "missing_required_parameter");

    private static AIContent Image(JsonElement image, string place)
    {
        var address = image.NeedText("url", place);
        AIContent content = address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? new DataContent(address)
            : Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
                ? new UriContent(uri, "image/*")
                : throw ApiErrors.Invalid($"{place}.url", $"'{place}.url' must be an http(s) address or a data: URI.", "invalid_value");
        if (image.Text("detail", place) is { } detail)
            content.AdditionalProperties = new() { ["detail"] = detail };
        return content;
    }

    private static DataContent Audio(JsonElement audio, string place)
    {
        var type = audio.Text("format", place) is "mp3" ? "audio/mpeg" : $"audio/{audio.Text("format", place) ?? "wav"}";
        return new DataContent(Convert.FromBase64String(audio.NeedText("data", place)), type);
    }

    private static AIContent Document(JsonElement file, string place)
    {
        if (file.Text("file_id", place) is { } id)
            return new HostedFileContent(id);
        var data = file.NeedText("file_data", place);
        return data.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? new DataContent(data) { Name = file.Text("filename", place) }
            : new DataContent(Convert.FromBase64String(data), "application/pdf") { Name = file.Text("filename", place) };
    }
}
