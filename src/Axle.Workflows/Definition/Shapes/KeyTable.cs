using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>The keys of a mapping, as a table that reads it.</summary>
/// <typeparam name="TDraft">What is filled key by key.</typeparam>
internal sealed class KeyTable<TDraft> : ObjectShape
{
    private readonly FrozenDictionary<string, Key<TDraft>> _byName;
    private readonly Key<TDraft>[] _required;

    public KeyTable(string name, string words, params Key<TDraft>[] keys)
        : base(name, words)
    {
        Keys = keys;
        _required = Array.FindAll(keys, static k => k.Required);
        _byName = keys.ToFrozenDictionary(static k => k.Name, StringComparer.Ordinal);
    }

    /// <summary>The keys in the order in which they are documented.</summary>
    public IReadOnlyList<Key<TDraft>> Keys { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Key> AllKeys => Keys;

    /// <summary>Reads every key of a mapping into a draft; keys that are unknown, missing or not executable are faults.
    /// <paramref name="seen"/> is told of every known key before its value is read.</summary>
    public TDraft Read(ReadingContext context, Node node, TDraft draft, Action<TDraft, Key, Node>? seen = null)
    {
        foreach (var (keyNode, value) in node.Entries)
        {
            if (!_byName.TryGetValue(keyNode.Text, out var key))
            {
                context.UnknownKey(keyNode, this);
                continue;
            }

            if (key.Instead is not null)
                context.NotExecutable(keyNode, key);
            seen?.Invoke(draft, key, keyNode);
            draft = key.Read(context, value, draft);
        }

        foreach (var key in _required)
        {
            if (node.Find(key.Name) is null)
                context.Faults.Add(FaultCode.MissingKey, node, $"{Title} needs the key '{key.Name}', which is missing.", $"Add it, for example '{OneLine(key.Example)}'.");
        }

        return draft;
    }

    /// <summary>The table as JSON Schema.</summary>
    public JsonObject ToSchema(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
        {
            var schema = key.Shape.ToSchema(definitions);
            if (key.MayBeEmpty)
                schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
            schema["description"] = key.Instead is null ? key.Description : $"{key.Description} Does not execute in this version. {key.Instead}";
            properties[key.Name] = schema;
        }

        var json = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (Keys.Any(static k => k.Required))
            json["required"] = new JsonArray([.. Keys.Where(static k => k.Required).Select(static k => (JsonNode)k.Name)]);
        return json;
    }

    private static string OneLine(string example) =>
        example.Contains('\n', StringComparison.Ordinal) ? example[..example.IndexOf('\n', StringComparison.Ordinal)] : example;
}
