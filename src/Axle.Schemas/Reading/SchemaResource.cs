using Axle.Schemas.Rules;

namespace Axle.Schemas.Reading;

/// <summary>A schema with a URI of its own (<c>$id</c>), and the names inside it. Not changed after the schema is compiled.</summary>
internal sealed class SchemaResource(SchemaDocument document, string uri, SchemaPlace root, Dialect dialect)
{
    /// <summary>The anchor under which <c>$recursiveAnchor</c> is kept.</summary>
    public const string Recursive = "";

    private readonly Dictionary<string, SchemaNode> _dynamicTargets = new(StringComparer.Ordinal);

    public SchemaDocument Document { get; } = document;

    /// <summary>Absolute, without fragment: what references in it are relative to.</summary>
    public string Uri { get; } = uri;

    public SchemaPlace Root { get; } = root;

    public Dialect Dialect { get; } = dialect;

    /// <summary>Places that <c>#name</c> leads to.</summary>
    public Dictionary<string, SchemaPlace> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of them that <c>$dynamicRef</c> may be led to from inside other resources.</summary>
    public Dictionary<string, SchemaPlace> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>The schema at a dynamic anchor; null when this resource has no such anchor.</summary>
    public SchemaNode? DynamicTarget(string anchor) => _dynamicTargets.GetValueOrDefault(anchor);

    /// <summary>Remembers the schema at a dynamic anchor; false when it was known.</summary>
    public bool AddDynamicTarget(string anchor, SchemaNode node) => _dynamicTargets.TryAdd(anchor, node);
}
