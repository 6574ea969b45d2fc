using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Writes pictures and documents, by value, by address or by the id of an uploaded file.</summary>
internal static class MediaWriting
{
    private const string Pdf = "application/pdf";

    public static bool IsKnown(AIContent content) => content switch
    {
        DataContent data => data.HasTopLevelMediaType("image") || data.HasTopLevelMediaType("text") || data.MediaType == Pdf,
        UriContent uri => uri.HasTopLevelMediaType("image") || uri.MediaType == Pdf,
        HostedFileContent => true,
        _ => false,
    };

    public static void Write(Utf8JsonWriter writer, AIContent content)
    {
        var isImage = content is DataContent data && data.HasTopLevelMediaType("image")
            || content is UriContent uri && uri.HasTopLevelMediaType("image")
            || content is HostedFileContent file && file.HasTopLevelMediaType("image");
        writer.WriteString("type"u8, isImage ? "image"u8 : "document"u8);
        writer.WriteStartObject("source"u8);
        WriteSource(writer, content);
        writer.WriteEndObject();
        if (!isImage && content is DataContent { Name: { Length: > 0 } name })
            writer.WriteString("title"u8, name);
    }

    private static void WriteSource(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case DataContent text when text.HasTopLevelMediaType("text"):
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("media_type"u8, "text/plain"u8);
                writer.WriteString("data"u8, Encoding.UTF8.GetString(text.Data.Span));
                break;
            case DataContent bytes:
                writer.WriteString("type"u8, "base64"u8);
                writer.WriteString("media_type"u8, bytes.MediaType);
                writer.WriteBase64String("data"u8, bytes.Data.Span);
                break;
            case UriContent address:
                writer.WriteString("type"u8, "url"u8);
                writer.WriteString("url"u8, address.Uri.AbsoluteUri);
                break;
            case HostedFileContent file:
                writer.WriteString("type"u8, "file"u8);
                writer.WriteString("file_id"u8, file.FileId);
                break;
        }
    }
}
