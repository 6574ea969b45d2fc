using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.McpPeer;

/// <summary>The resources that the suite asks for.</summary>
internal static class Resources
{
    public static IEnumerable<McpServerResource> All() =>
    [
        McpServerResource.Create(
            () => new TextResourceContents { Uri = "test://static-text", MimeType = "text/plain", Text = "This is the content of the static text resource." },
            Named("static-text", "test://static-text", "text/plain")),
        McpServerResource.Create(
            () => BlobResourceContents.FromBytes(new byte[] { 1, 2, 3, 4 }, "test://static-binary", "image/png"),
            Named("static-binary", "test://static-binary", "image/png")),
        McpServerResource.Create(
            () => new TextResourceContents { Uri = "test://watched-resource", MimeType = "text/plain", Text = "Watched." },
            Named("watched", "test://watched-resource", "text/plain")),
        McpServerResource.Create(
            (string id) => new TextResourceContents
            {
                Uri = $"test://template/{id}/data",
                MimeType = "application/json",
                Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""",
            },
            Named("template", "test://template/{id}/data", "application/json")),
    ];

    private static McpServerResourceCreateOptions Named(string name, string uri, string mime) =>
        new() { Name = name, UriTemplate = uri, MimeType = mime, Description = name };
}
