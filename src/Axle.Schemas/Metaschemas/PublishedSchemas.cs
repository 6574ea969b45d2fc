using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Axle.Schemas.Metaschemas;

/// <summary>The metaschemas of the supported drafts, as json-schema.org publishes them; read from the assembly when first asked for.</summary>
internal static class PublishedSchemas
{
    private const string Draft7 = "http://json-schema.org/draft-07/schema";
    private const string Draft201909 = "https://json-schema.org/draft/2019-09/";
    private const string Draft202012 = "https://json-schema.org/draft/2020-12/";

    private static readonly ConcurrentDictionary<string, JsonElement?> Read = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Resources = typeof(PublishedSchemas).Assembly.GetManifestResourceNames()
        .ToDictionary(name => name.Replace('\\', '/'), name => name, StringComparer.Ordinal);

    /// <summary>Finds a metaschema by its URI without fragment; null when it is none.</summary>
    public static JsonElement? Find(string uri) => ResourceOf(uri) is { } resource ? Read.GetOrAdd(resource, Load) : null;

    private static string? ResourceOf(string uri)
    {
        if (uri == Draft7)
        {
            return "Metaschemas/draft-07/schema.json";
        }

        return Under(uri, Draft202012, "Metaschemas/draft2020-12/") ?? Under(uri, Draft201909, "Metaschemas/draft2019-09/");
    }

    private static string? Under(string uri, string prefix, string folder)
    {
        if (!uri.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = uri[prefix.Length..];
        var name = rest == "schema" ? rest : rest.StartsWith("meta/", StringComparison.Ordinal) ? rest["meta/".Length..] : null;
        return name is null ? null : $"{folder}{name}.json";
    }

    private static JsonElement? Load(string resource)
    {
        if (!Resources.TryGetValue(resource, out var name))
        {
            return null;
        }

        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
