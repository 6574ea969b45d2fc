using System.Text.Json;
using Axle.Schemas.Rules;

namespace Axle.Schemas.Reading;

/// <summary>Turns schemas into nodes: each place once, so that schemas that lead back to themselves become loops of nodes.</summary>
internal sealed class SchemaCompiler(SchemaLibrary library, SchemaOptions options)
{
    private readonly Dictionary<(SchemaDocument, string), SchemaNode> _nodes = [];
    private readonly Queue<(SchemaNode Node, SchemaPlace Place)> _open = [];
    private readonly HashSet<SchemaResource> _resources = [];

    /// <summary>Compiles a resource and all that it leads to.</summary>
    /// <exception cref="SchemaException">A schema on the way is broken.</exception>
    public SchemaNode Compile(SchemaResource resource)
    {
        var root = NodeAt(resource.Root, resource);
        do
        {
            while (_open.TryDequeue(out var open))
            {
                Fill(open.Node, open.Place);
            }
        }
        while (AddDynamicTargets());
        return root;
    }

    private bool AddDynamicTargets()
    {
        foreach (var resource in _resources.ToList())
        {
            foreach (var (anchor, place) in resource.DynamicAnchors)
            {
                resource.AddDynamicTarget(anchor, NodeAt(place, resource));
            }
        }

        return _open.Count > 0;
    }

    private SchemaNode NodeAt(SchemaPlace place, SchemaResource around)
    {
        var document = around.Document;
        if (_nodes.TryGetValue((document, place.Pointer), out var known))
        {
            return known;
        }

        if (_nodes.Count >= options.MaxSchemas)
        {
            throw new SchemaException(document.Show(place.Pointer), $"there are more than {options.MaxSchemas} schemas");
        }

        var resource = document.Resources.GetValueOrDefault(place.Pointer) ?? around;
        _resources.Add(resource);
        var node = new SchemaNode(resource, document.Show(place.Pointer));
        _nodes.Add((document, place.Pointer), node);
        _open.Enqueue((node, place));
        return node;
    }

    private void Fill(SchemaNode node, SchemaPlace place)
    {
        switch (place.Element.ValueKind)
        {
            case JsonValueKind.True:
                return;
            case JsonValueKind.False:
                node.Never();
                return;
            case not JsonValueKind.Object:
                throw new SchemaException(node.Path, "a schema must be an object, true or false");
        }

        var reader = new KeywordReader(place, node.Resource, options);
        var dialect = node.Resource.Dialect;
        var rules = new List<Rule>();
        if (dialect.Draft == SchemaDraft.Draft7 && reader.Text("$ref") is { } only)
        {
            rules.Add(Reference("$ref", only, reader));
            node.Fill(rules, null);
            return;
        }

        if (dialect.Validates)
        {
            rules.AddRange(AssertionKeywords.Read(reader));
        }

        if (reader.Text("format") is { } format)
        {
            rules.Add(new FormatRule(reader.PathOf("format"), format, options.AssertFormats || dialect.AssertsFormats, options));
        }

        AddReferences(rules, reader);
        if (dialect.Applies)
        {
            AddApplicators(rules, reader);
        }

        if (dialect.Unevaluated && dialect.Draft != SchemaDraft.Draft7)
        {
            AddUnevaluated(rules, reader);
        }

        node.Fill(rules, reader.TryGet("default", out var value) ? value : null);
    }

    private void AddReferences(List<Rule> rules, KeywordReader reader)
    {
        if (reader.Text("$ref") is { } reference)
        {
            rules.Add(Reference("$ref", reference, reader));
        }

        if (reader.Resource.Dialect.Draft == SchemaDraft.Draft202012 && reader.Text("$dynamicRef") is { } dynamicReference)
        {
            rules.Add(DynamicReference("$dynamicRef", dynamicReference, SchemaUri.Split(dynamicReference).Fragment, reader));
        }

        if (reader.Resource.Dialect.Draft == SchemaDraft.Draft201909 && reader.Text("$recursiveRef") is { } recursiveReference)
        {
            rules.Add(DynamicReference("$recursiveRef", recursiveReference, SchemaResource.Recursive, reader));
        }
    }

    private AllRule Reference(string keyword, string reference, KeywordReader reader)
    {
        var (resource, place) = library.Find(reference, reader.Resource, reader.PathOf(keyword));
        return new AllRule(keyword, reader.PathOf(keyword), [NodeAt(place, resource)]);
    }

    private Rule DynamicReference(string keyword, string reference, string? anchor, KeywordReader reader)
    {
        var path = reader.PathOf(keyword);
        var (resource, place) = library.Find(reference, reader.Resource, path);
        var node = NodeAt(place, resource);
        return anchor is not null && resource.DynamicAnchors.ContainsKey(anchor)
            ? new DynamicReferenceRule(keyword, path, anchor, node)
            : new AllRule(keyword, path, [node]);
    }

    private void AddApplicators(List<Rule> rules, KeywordReader reader)
    {
        AddObjectRules(rules, reader);
        AddArrayRules(rules, reader);
        if (Schemas("allOf", reader) is { Count: > 0 } all)
        {
            rules.Add(new AllRule("allOf", reader.PathOf("allOf"), all));
        }

        foreach (var keyword in new[] { "anyOf", "oneOf" })
        {
            if (Schemas(keyword, reader) is { Count: > 0 } alternatives)
            {
                rules.Add(new AlternativesRule(keyword, reader.PathOf(keyword), alternatives));
            }
        }

        if (Schema("not", reader) is { } not)
        {
            rules.Add(new NotRule(reader.PathOf("not"), not));
        }

        if (Schema("if", reader) is { } condition)
        {
            rules.Add(new ConditionRule(reader.PathOf("if"), condition, Schema("then", reader), Schema("else", reader)));
        }
    }

    private void AddObjectRules(List<Rule> rules, KeywordReader reader)
    {
        var named = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, place) in reader.Map("properties"))
        {
            named[name] = NodeAt(place, reader.Resource);
        }

        var patterned = reader.Map("patternProperties")
            .Select(entry => (Pattern: reader.Pattern(entry.Name, "patternProperties"), Schema: NodeAt(entry.Place, reader.Resource))).ToList();
        var rest = Schema("additionalProperties", reader);
        if (named.Count > 0 || patterned.Count > 0 || rest is not null)
        {
            rules.Add(new PropertiesRule(reader.PathOf(named.Count > 0 ? "properties" : "additionalProperties"), named, patterned, rest));
        }

        if (Schema("propertyNames", reader) is { } names)
        {
            rules.Add(new PropertyNamesRule(reader.PathOf("propertyNames"), names));
        }

        if (reader.Resource.Dialect.Draft != SchemaDraft.Draft7)
        {
            rules.AddRange(reader.Map("dependentSchemas").Select(entry => Dependent("dependentSchemas", entry.Name, entry.Place, reader)));
        }

        // Drafts after 07 parted "dependencies" in two, but ask readers to go on understanding it.
        rules.AddRange(reader.Map("dependencies").Select(entry => entry.Place.Element.ValueKind == JsonValueKind.Array
            ? (Rule)new DependentRequiredRule("dependencies", reader.PathOf("dependencies"), entry.Name, reader.NamesOf(entry.Place.Element, "dependencies"))
            : Dependent("dependencies", entry.Name, entry.Place, reader)));
    }

    private DependentSchemaRule Dependent(string keyword, string trigger, SchemaPlace place, KeywordReader reader) =>
        new DependentSchemaRule(keyword, reader.PathOf(keyword), trigger, NodeAt(place, reader.Resource));

    private void AddArrayRules(List<Rule> rules, KeywordReader reader)
    {
        var newest = reader.Resource.Dialect.Draft == SchemaDraft.Draft202012;
        var listed = !newest && reader.TryGet("items", out var items) && items.ValueKind == JsonValueKind.Array;
        var first = newest ? Schemas("prefixItems", reader) : listed ? Schemas("items", reader) : [];
        var rest = listed ? Schema("additionalItems", reader) : Schema("items", reader);
        if (first.Count > 0 || rest is not null)
        {
            var keyword = first.Count == 0 || listed ? "items" : "prefixItems";
            rules.Add(new ItemsRule(keyword, reader.PathOf(keyword), first, rest));
        }

        if (Schema("contains", reader) is { } wanted)
        {
            var counts = reader.Resource.Dialect is { Validates: true, Draft: not SchemaDraft.Draft7 };
            var least = (counts ? reader.Count("minContains") : null) ?? 1;
            var most = (counts ? reader.Count("maxContains") : null) ?? long.MaxValue;
            rules.Add(new ContainsRule(reader.PathOf("contains"), wanted, least, most, newest));
        }
    }

    private void AddUnevaluated(List<Rule> rules, KeywordReader reader)
    {
        if (Schema("unevaluatedItems", reader) is { } items)
        {
            rules.Add(new UnevaluatedItemsRule(reader.PathOf("unevaluatedItems"), items));
        }

        if (Schema("unevaluatedProperties", reader) is { } properties)
        {
            var known = reader.Map("properties").Select(entry => entry.Name).ToList();
            rules.Add(new UnevaluatedPropertiesRule(reader.PathOf("unevaluatedProperties"), properties, known));
        }
    }

    private SchemaNode? Schema(string keyword, KeywordReader reader) => reader.TryGet(keyword, out var schema)
        ? NodeAt(new SchemaPlace(schema, $"{reader.Place.Pointer}/{keyword}"), reader.Resource)
        : null;

    private List<SchemaNode> Schemas(string keyword, KeywordReader reader) =>
        reader.List(keyword).Select(place => NodeAt(place, reader.Resource)).ToList();
}
