using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Answers;
using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Writing;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>Walks a schema and asks the vocabularies for the value of each place.</summary>
internal sealed class SchemaWalker(
    JsonElement root, TextVocabulary texts, ListVocabulary lists, NumberVocabulary numbers, ChoiceVocabulary choices, ReviewDigest digest)
{
    private const int DeepestOptional = 6;
    private const int DeepestRequired = 48;
    private const int MostPadding = 1000;
    private static readonly string[] Wrappers =
        ["review", "report", "result", "data", "output", "answer", "analysis", "assessment", "overall", "summary", "metrics", "scores", "health",
            "totals", "counts", "statistics", "stats", "overview", "verdict", "severities", "numbers", "meta", "metadata"];

    /// <summary>Only what is required.</summary>
    public bool IsLean { get; init; }

    /// <summary>Collects the names of required values that the evidence does not tell.</summary>
    public required SortedSet<string> Unknown { get; init; }

    public Filled Fill(JsonElement schema, string name, Subject subject, int depth)
    {
        if (depth > DeepestRequired)
            return new Filled(null, IsKnown: false);
        var shape = SchemaShape.Read(root, schema);
        return shape.Branches.Count > 0 && shape.Const is null && shape.Choices is null
            ? FillBranches(schema, shape, name, subject, depth)
            : FillShape(shape, name, subject, depth);
    }

    private Filled FillShape(SchemaShape shape, string name, Subject subject, int depth)
    {
        if (shape.Const is { } constant)
            return new Filled(SchemaFiller.ToNode(constant), IsKnown: true);
        if (shape.Choices is { Count: > 0 } values)
            return choices.Choose(name, values, subject, shape.Allows("null"));

        return TypeOf(shape, name, subject) switch
        {
            "object" => FillObject(shape, name, subject, depth),
            "array" => FillArray(shape, name, subject, depth),
            "string" => FillText(shape, name, subject),
            "number" => FillNumber(shape, name, subject, whole: false),
            "integer" => FillNumber(shape, name, subject, whole: true),
            "boolean" => FillBoolean(shape, name, subject),
            _ => new Filled(null, IsKnown: false),
        };
    }

    // The branch that says most: the first known one that its schema accepts; null branches come last.
    private Filled FillBranches(JsonElement schema, SchemaShape shape, string name, Subject subject, int depth)
    {
        Filled? fallback = null;
        foreach (var branch in shape.Branches.OrderBy(b => SchemaShape.Read(root, b).Types.SetEquals(["null"]) ? 1 : 0).Take(16))
        {
            var chosen = SchemaShape.Read(root, schema, branch);
            var filled = chosen.Branches.Count > 0 && chosen.Const is null && chosen.Choices is null
                ? Fill(branch, name, subject, depth + 1)
                : FillShape(chosen, name, subject, depth + 1);
            if (!Accepts(schema, filled.Node))
                continue;
            if (filled.IsKnown)
                return filled;
            fallback = fallback is { Node: not null } || (fallback is not null && filled.Node is not null) ? fallback : filled;
        }

        return fallback ?? FillShape(SchemaShape.Read(root, schema, shape.Branches[0]), name, subject, depth + 1);
    }

    private bool Accepts(JsonElement schema, JsonNode? value)
    {
        // References point into the whole, so its definitions go along.
        var alone = new JsonObject { ["allOf"] = new JsonArray(SchemaFiller.ToNode(schema)) };
        foreach (var definitions in (string[])["$defs", "definitions"])
        {
            if (Json.Property(root, definitions) is { } defs)
                alone[definitions] = SchemaFiller.ToNode(defs);
        }

        try
        {
            return AnswerSchema.Parse(JsonSerializer.SerializeToElement(alone)).Check(JsonSerializer.SerializeToElement(value)).Count == 0;
        }
        catch (AxleException)
        {
            // A reference outside the definitions: the check of the whole answer decides.
            return true;
        }
    }

    private string TypeOf(SchemaShape shape, string name, Subject subject)
    {
        if (shape.Types.Count == 1)
            return shape.Types.First();
        if (shape.Allows("object") && shape.Properties.Count + shape.Required.Count > 0)
            return "object";
        if (shape.Allows("array") && (shape.Items is not null || (shape.Types.Count != 1 && lists.Find(name, subject) is not null)))
            return "array";
        if (numbers.Find(name, subject, shape) is not null && (shape.Allows("number") || shape.Allows("integer")))
            return shape.Allows("number") ? "number" : "integer";
        return ((string[])["string", "array", "object", "integer", "number", "boolean", "null"]).First(shape.Allows);
    }

    // An object inside the answer is about the whole only where its name says so. "topRisk" is about the first risk; of "decision"
    // or "rollback" the evidence tells nothing.
    private Filled FillObject(SchemaShape shape, string name, Subject subject, int depth)
    {
        if (depth == 0 || !subject.IsWhole || Wrappers.Contains(Words.Last(name), StringComparer.Ordinal))
            return FillProperties(shape, name, subject, depth);
        if (lists.Find(name, subject) is not null && shape.Properties.Count == 0)
            return FillProperties(shape, name, subject, depth);
        return lists.Find(name + "s", subject) is [var first, ..]
            ? FillProperties(shape, name, first, depth)
            : FillProperties(shape, name, subject, depth) with { IsKnown = false };
    }

    private Filled FillProperties(SchemaShape shape, string name, Subject subject, int depth)
    {
        var filled = new JsonObject();
        var known = false;
        foreach (var (property, schema) in shape.Properties)
        {
            var isRequired = shape.Required.Contains(property);
            if (!isRequired && (IsLean || depth > DeepestOptional || schema.ValueKind == JsonValueKind.False))
                continue;
            var noted = Unknown.Count == 0 ? null : Unknown.ToList();
            var value = Fill(schema, property, subject, depth + 1);
            known |= value.IsKnown;
            if (isRequired || value.IsKnown)
                filled[property] = value.Node;
            else
                Forget(noted);
        }

        foreach (var missing in shape.Required.Where(r => !filled.ContainsKey(r)).Order(StringComparer.Ordinal))
            filled[missing] = shape.Additional is { ValueKind: JsonValueKind.Object } more ? Fill(more, missing, subject, depth + 1).Node
                : FillText(shape, missing, subject).Node;
        if (shape.Properties.Count == 0 && shape.Required.Count == 0)
            known |= FillMap(filled, shape, name, subject, depth);
        return new Filled(filled, known);
    }

    // An object without listed properties is a map: of numbers where it is called so.
    private bool FillMap(JsonObject filled, SchemaShape shape, string name, Subject subject, int depth)
    {
        if (IsLean || shape.Additional is { ValueKind: JsonValueKind.False } || !subject.IsWhole || lists.Find(name, subject) is not { } entries)
            return false;
        foreach (var entry in entries.Take(40).Where(e => e.Key.Length > 0))
        {
            filled[entry.Key] = shape.Additional is { ValueKind: JsonValueKind.Object } schema
                ? Fill(schema, "value", entry, depth + 1).Node
                : entry.Value is { } number ? JsonValue.Create(number) : JsonValue.Create(entry.Text);
        }

        return filled.Count > 0;
    }

    private Filled FillArray(SchemaShape shape, string name, Subject subject, int depth)
    {
        var filled = new JsonArray();
        foreach (var schema in shape.PrefixItems)
            filled.Add(Fill(schema, name, subject, depth + 1).Node);

        var found = depth > DeepestOptional && shape.MinItems == 0 ? null : lists.Find(name, subject);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (shape.Items is not { ValueKind: JsonValueKind.False } && !(IsLean && shape.MinItems == 0))
        {
            foreach (var entry in (found ?? []).Concat(Padding(shape.MinItems)))
            {
                if (filled.Count >= shape.MaxItems || (filled.Count >= shape.MinItems && entry.Key == "padding"))
                    break;
                var node = FillEntry(shape.Items, name, entry, depth + 1);
                // The same text twice tells nothing new, and a schema may forbid it.
                if (seen.Add(node?.ToJsonString() ?? "null") || (!shape.UniqueItems && filled.Count < shape.MinItems))
                    filled.Add(node);
            }
        }

        if (found is null)
            Note(name);
        return new Filled(filled, found is not null);
    }

    private JsonNode? FillEntry(JsonElement? items, string name, Subject entry, int depth)
    {
        if (items is not { } schema)
            return JsonValue.Create(TextVocabulary.OfEntry(name, entry));
        var shape = SchemaShape.Read(root, schema);
        return shape is { Branches.Count: 0, Const: null, Choices: null } && TypeOf(shape, name, entry) == "string"
            ? JsonValue.Create(ValueFitting.Text(TextVocabulary.OfEntry(name, entry), shape))
            : Fill(schema, name, entry, depth).Node;
    }

    private static IEnumerable<Subject> Padding(int least) => Enumerable.Range(1, Math.Min(least, MostPadding)).Select(i => new Subject(
        string.Create(CultureInfo.InvariantCulture, $"Nothing to list ({i})"),
        string.Create(CultureInfo.InvariantCulture, $"The evidence holds nothing to list here (entry {i})."))
    { Key = "padding", Position = i, Value = i });

    private Filled FillText(SchemaShape shape, string name, Subject subject)
    {
        if (texts.Find(name, subject) is { } text)
            return new Filled(JsonValue.Create(ValueFitting.Text(text, shape)), IsKnown: true);
        Note(name);
        return shape.Types.Contains("null")
            ? new Filled(null, IsKnown: false)
            : new Filled(JsonValue.Create(ValueFitting.Text($"The offline provider cannot tell {Words.Say(name)}: nothing in the evidence says it.", shape)), IsKnown: false);
    }

    private Filled FillNumber(SchemaShape shape, string name, Subject subject, bool whole)
    {
        var known = numbers.Find(name, subject, shape);
        if (known is null)
        {
            Note(name);
            if (shape.Types.Contains("null"))
                return new Filled(null, IsKnown: false);
        }

        var value = ValueFitting.Number(known ?? (subject.Key == "padding" ? subject.Position : 0), shape, whole);
        return new Filled(
            whole && Math.Abs(value) < 1e15 ? JsonValue.Create((long)Math.Round(value)) : JsonValue.Create(value),
            known is not null);
    }

    private Filled FillBoolean(SchemaShape shape, string name, Subject subject)
    {
        bool? known = Words.Join(name) switch
        {
            "offline" or "isoffline" => true,
            "passed" or "pass" or "approved" or "ok" or "healthy" or "acceptable" or "ready" or "safe" when subject.IsWhole && digest.Score is not null =>
                digest.Worst is null or < FindingSeverity.High,
            "blocking" or "blocker" or "urgent" or "critical" when subject.Severity is { } severity => severity >= FindingSeverity.High,
            "trimmed" or "truncated" or "partial" when subject.IsWhole => digest.LeftOut > 0,
            _ => null,
        };
        if (known is null)
        {
            Note(name);
            if (shape.Types.Contains("null"))
                return new Filled(null, IsKnown: false);
        }

        return new Filled(JsonValue.Create(known ?? false), known is not null);
    }

    private void Note(string name) => Unknown.Add(name);

    private void Forget(List<string>? before)
    {
        Unknown.Clear();
        Unknown.UnionWith(before ?? []);
    }
}
