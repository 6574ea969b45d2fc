using System.Text.Json;

namespace Axle.Schemas.Reading;

/// <summary>One JSON document that holds schemas.</summary>
/// <param name="uri">Where it came from, without fragment.</param>
/// <param name="root">The whole document.</param>
/// <param name="isMain">Whether it is the schema that was asked for; its places are shown without a URI.</param>
internal sealed class SchemaDocument(string uri, JsonElement root, bool isMain)
{
    public string Uri { get; } = uri;

    public JsonElement Root { get; } = root;

    /// <summary>Resources by the JSON pointer of their root.</summary>
    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Pointers of the schemas that were searched for identifiers.</summary>
    public HashSet<string> Searched { get; } = new(StringComparer.Ordinal);

    /// <summary>A place as people are shown it.</summary>
    public string Show(string pointer) => isMain ? $"#{pointer}" : $"{Uri}#{pointer}";

    /// <summary>The innermost resource that a place belongs to.</summary>
    public SchemaResource ResourceAt(string pointer)
    {
        for (var prefix = pointer; ; prefix = prefix[..prefix.LastIndexOf('/')])
        {
            if (Resources.TryGetValue(prefix, out var resource))
            {
                return resource;
            }
        }
    }
}
