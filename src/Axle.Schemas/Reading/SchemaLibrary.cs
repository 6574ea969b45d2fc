using System.Globalization;
using System.Text.Json;
using Axle.Schemas.Metaschemas;

namespace Axle.Schemas.Reading;

/// <summary>All documents that one schema leads to, and the way from a reference to a place in them.</summary>
internal sealed class SchemaLibrary(ISchemaResolver? resolver, SchemaOptions options)
{
    private const int DeepestSchema = 256;
    private const int LongestMetaschemaChain = 8;

    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private int _searched;

    /// <summary>Takes the schema that was asked for.</summary>
    public SchemaResource AddMain(JsonElement root) =>
        Add(root, SchemaUri.Unnamed, Dialect.Whole(options.DefaultDraft), isMain: true);

    /// <summary>Finds where a reference leads.</summary>
    /// <param name="reference">The URI reference as the schema has it.</param>
    /// <param name="from">The resource that it stands in.</param>
    /// <param name="where">The place of the reference, for messages.</param>
    /// <exception cref="SchemaException">It leads nowhere.</exception>
    public (SchemaResource Resource, SchemaPlace Place) Find(string reference, SchemaResource from, string where)
    {
        var (address, fragment) = SchemaUri.Split(reference);
        var resource = from;
        if (address.Length > 0)
        {
            var uri = SchemaUri.Resolve(from.Uri, address, where);
            resource = Load(uri, from.Dialect)
                ?? throw new SchemaException(where, $"'{reference}' leads to '{uri}', which is neither part of the schema nor known to the resolver");
        }

        if (string.IsNullOrEmpty(fragment))
        {
            return (resource, resource.Root);
        }

        if (fragment[0] != '/')
        {
            return resource.Anchors.TryGetValue(fragment, out var anchored)
                ? (resource.Document.ResourceAt(anchored.Pointer), anchored)
                : throw new SchemaException(where, $"there is no anchor '{fragment}' in '{resource.Uri}'{Hint(fragment, resource.Anchors.Keys)}");
        }

        var place = Walk(resource.Root, fragment, reference, where);
        Search(place, resource.Document.ResourceAt(place.Pointer), 0);
        return (resource.Document.ResourceAt(place.Pointer), place);
    }

    private static SchemaPlace Walk(SchemaPlace start, string pointer, string reference, string where)
    {
        var place = start;
        foreach (var step in pointer[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            JsonElement next = default;
            var found = place.Element.ValueKind switch
            {
                JsonValueKind.Object => place.Element.TryGetProperty(name, out next),
                JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < place.Element.GetArrayLength() => (next = place.Element[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!found)
            {
                var known = place.Element.ValueKind == JsonValueKind.Object ? place.Element.EnumerateObject().Select(property => property.Name) : [];
                throw new SchemaException(where, $"'{reference}' leads nowhere: there is no '{name}'{Hint(name, known)}");
            }

            place = new SchemaPlace(next, $"{place.Pointer}/{step}");
        }

        return place;
    }

    private static string Hint(string name, IEnumerable<string> known) =>
        NearestName.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private SchemaResource? Load(string uri, Dialect referrer)
    {
        if (_resources.TryGetValue(uri, out var known))
        {
            return known;
        }

        return (PublishedSchemas.Find(uri) ?? resolver?.Find(uri)?.Clone()) is { } root ? Add(root, uri, referrer, isMain: false) : null;
    }

    private SchemaResource Add(JsonElement root, string uri, Dialect inherited, bool isMain)
    {
        var document = new SchemaDocument(uri, root, isMain);
        var dialect = DialectOf(root, inherited, document.Show(""));
        var place = new SchemaPlace(root, "");
        var resource = new SchemaResource(document, IdOf(root, dialect, uri, document.Show("")) ?? uri, place, dialect);
        document.Resources[""] = resource;
        _resources.TryAdd(uri, resource);
        _resources.TryAdd(resource.Uri, resource);
        Search(place, resource, 0);
        return resource;
    }

    /// <summary>Notes every identifier in a schema and the schemas inside it.</summary>
    private void Search(SchemaPlace place, SchemaResource resource, int depth)
    {
        var document = resource.Document;
        if (place.Element.ValueKind != JsonValueKind.Object || !document.Searched.Add(place.Pointer))
        {
            return;
        }

        if (++_searched > options.MaxSchemas || depth > DeepestSchema)
        {
            throw new SchemaException(document.Show(place.Pointer), depth > DeepestSchema
                ? $"schemas stand inside each other more than {DeepestSchema} deep"
                : $"there are more than {options.MaxSchemas} schemas");
        }

        var own = OwnResource(place, resource);
        NoteAnchors(place, own);
        foreach (var inside in SubschemaKeywords.In(place))
        {
            Search(inside, own, depth + 1);
        }
    }

    private SchemaResource OwnResource(SchemaPlace place, SchemaResource around)
    {
        var document = around.Document;
        if (document.Resources.TryGetValue(place.Pointer, out var known))
        {
            return known;
        }

        var where = document.Show(place.Pointer);
        var dialect = place.Element.TryGetProperty("$id", out _) ? DialectOf(place.Element, around.Dialect, where) : around.Dialect;
        if (IdOf(place.Element, dialect, around.Uri, where) is not { } uri)
        {
            return around;
        }

        var resource = new SchemaResource(document, uri, place, dialect);
        document.Resources[place.Pointer] = resource;
        _resources.TryAdd(uri, resource);
        return resource;
    }

    private static void NoteAnchors(SchemaPlace place, SchemaResource resource)
    {
        var draft = resource.Dialect.Draft;
        if (draft == SchemaDraft.Draft7)
        {
            if (Text(place.Element, "$id") is { } id && SchemaUri.Split(id).Fragment is { Length: > 0 } name && !place.Element.TryGetProperty("$ref", out _))
            {
                resource.Anchors.TryAdd(name, place);
            }

            return;
        }

        if (Text(place.Element, "$anchor") is { } anchor)
        {
            resource.Anchors.TryAdd(anchor, place);
        }

        if (draft == SchemaDraft.Draft202012 && Text(place.Element, "$dynamicAnchor") is { } dynamicAnchor)
        {
            resource.Anchors.TryAdd(dynamicAnchor, place);
            resource.DynamicAnchors.TryAdd(dynamicAnchor, place);
        }

        if (draft == SchemaDraft.Draft201909 && place.Pointer == resource.Root.Pointer
            && place.Element.TryGetProperty("$recursiveAnchor", out var recursive) && recursive.ValueKind == JsonValueKind.True)
        {
            resource.DynamicAnchors.TryAdd(SchemaResource.Recursive, place);
        }
    }

    /// <summary>The absolute URI that a schema gives itself; null when it gives none.</summary>
    private static string? IdOf(JsonElement schema, Dialect dialect, string baseUri, string where)
    {
        // In draft-07 a $ref hides everything beside it, the $id too.
        if (Text(schema, "$id") is not { } id || (dialect.Draft == SchemaDraft.Draft7 && schema.TryGetProperty("$ref", out _)))
        {
            return null;
        }

        var address = SchemaUri.Split(id).Address;
        return address.Length == 0 ? null : SchemaUri.Resolve(baseUri, address, $"{where}/$id");
    }

    private Dialect DialectOf(JsonElement schema, Dialect inherited, string where)
    {
        var chain = new List<JsonElement>();
        for (var current = schema; Text(current, "$schema") is { } name;)
        {
            var uri = SchemaUri.Split(name).Address;
            if (Dialect.DraftOf(uri) is { } draft)
            {
                return chain.Count == 0 ? Dialect.Whole(draft) : Dialect.Of(draft, chain[0], where);
            }

            if (chain.Count == LongestMetaschemaChain || resolver?.Find(uri) is not { } metaschema)
            {
                throw new SchemaException($"{where}/$schema", $"'{name}' is not known; use https://json-schema.org/draft/2020-12/schema, "
                    + "https://json-schema.org/draft/2019-09/schema or http://json-schema.org/draft-07/schema#");
            }

            chain.Add(metaschema);
            current = metaschema;
        }

        return chain.Count == 0 ? inherited : Dialect.Of(inherited.Draft, chain[0], where);
    }

    private static string? Text(JsonElement schema, string keyword) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
