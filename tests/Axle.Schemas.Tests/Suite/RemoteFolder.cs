using System.Text.Json;

namespace Axle.Schemas.Tests.Suite;

/// <summary>Serves the suite's remotes from disk where it wants them served from http://localhost:1234/.</summary>
internal sealed class RemoteFolder(string folder) : ISchemaResolver
{
    private const string Address = "http://localhost:1234/";

    public JsonElement? Find(string uri)
    {
        if (!uri.StartsWith(Address, StringComparison.Ordinal))
        {
            return null;
        }

        var file = Path.Combine(folder, uri[Address.Length..]);
        if (!File.Exists(file))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }
}
