using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Contract;

namespace Axle.Tools.Tests.Healing;

/// <summary>Makes malformed calls of real tools, always the same ones for a seed.</summary>
internal sealed class BadCalls(ToolCatalog catalog, ToolContext context, int seed)
{
    private const int MostTries = 5_000;
    private const int MostTools = 500;

    private static readonly string[] Outside = ["../outside/secret.txt", "/etc/passwd", "src/../../outside", "out/secret.txt", "..\\outside\\secret.txt"];
    private static readonly string[] Injections = ["x; rm -rf .", "$(id)", "`id`", "a && b", "--upload-pack=touch", "x\ny", "a|b>c"];
    private static readonly string[] Addresses = ["file:///etc/passwd", "ftp://example.org/a", "https://user:pw@example.org/",
        "javascript:alert(1)", "/etc/passwd"];

    private readonly Random _random = new(seed);

    private static readonly (string Kind, Func<BadCalls, ToolDescription, JsonObject, string?> Break, bool Attack)[] Kinds =
    [
        ("single quotes", static (_, _, a) => Quoted(a), false),
        ("comma too many", static (_, _, a) => a.Count == 0 ? null : a.ToJsonString()[..^1] + ",}", false),
        ("code fence", static (_, _, a) => $"```json\n{a.ToJsonString()}\n```", false),
        ("words of Python", static (_, _, a) => a.ToJsonString() is var text && text.Contains("true", StringComparison.Ordinal)
            ? text.Replace("true", "True", StringComparison.Ordinal) : null, false),
        ("brace not closed", static (_, _, a) => a.ToJsonString() is var text && text.Length > 3 && text[^2] is '"' or ']' or '}' ? text[..^1] : null, false),
        ("cut off in a text", static (_, _, a) => a.ToJsonString() is var text && text.EndsWith("\"}", StringComparison.Ordinal) ? text[..^4] : null, false),
        ("wrapped", static (_, t, a) => t.Name.Length % 2 == 0 ? new JsonObject { ["arguments"] = a.DeepClone() }.ToJsonString()
            : new JsonObject { ["input"] = a.DeepClone() }.ToJsonString(), false),
        ("number as text", static (b, _, a) => b.Change(a, JsonValueKind.Number, static v => v.ToJsonString()), false),
        ("yes or no as text", static (b, _, a) =>
            b.Change(a, JsonValueKind.True, static v => "True") ?? b.Change(a, JsonValueKind.False, static v => "false"), false),
        ("number in place of a text", static (b, t, a) => b.Replace(t, a, static p => IsPlainText(p), static _ => JsonValue.Create(7), keep: false), false),
        ("JSON in a text", static (b, _, a) =>
            b.Change(a, JsonValueKind.Array, static v => v.ToJsonString()) ?? b.Change(a, JsonValueKind.Object, static v => v.ToJsonString()), false),
        ("object in place of a value", static (b, t, a) => b.Replace(t, a, static p => Type(p) is "string" or "integer" or "number"
            or "boolean", static v => new JsonObject { ["value"] = v?.DeepClone() }), false),
        ("misspelt name", static (b, _, a) => b.Rename(a, static n => n.Length < 4 ? null : n[..1] + n[2] + n[1] + n[3..]), false),
        ("name in another style", static (b, _, a) => b.Rename(a, static n => n.Any(char.IsUpper)
            ? string.Concat(n.Select(static c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}")) : char.ToUpperInvariant(n[0]) + n[1..]), false),
        ("name nobody declares", static (_, t, a) => HasProperties(t) ? With(a, "zzqx_unheard_of", JsonValue.Create(1)) : null, false),
        ("missing", static (b, t, a) => b.Without(t, a), false),
        ("nothing for something optional", static (_, t, a) => Optional(t, a) is { } name ? With(a, name, null) : null, false),
        ("unknown value", static (b, t, a) =>
            b.Replace(t, a, static p => p.TryGetProperty("enum", out _), static _ => JsonValue.Create("zzqx-nothing-like-it")), false),
        ("value in another case", static (b, t, a) => b.Replace(t, a, static p => p.TryGetProperty("enum", out _), static v =>
            v!.GetValueKind() == JsonValueKind.String ? JsonValue.Create(Other(v.GetValue<string>())) : v), false),
        ("out of range", static (b, t, a) => b.Replace(t, a, static p => p.TryGetProperty("maximum", out var most)
            && most.GetDouble() < 1e9, static _ => JsonValue.Create(2_000_000_000)), false),
        ("below the range", static (b, t, a) => b.Replace(t, a, static p => p.TryGetProperty("minimum", out var least)
            && least.GetDouble() > -1e9, static _ => JsonValue.Create(-2_000_000_000)), false),
        ("fraction for a whole number", static (b, t, a) => b.Replace(t, a, static p => Type(p) == "integer", static _ => JsonValue.Create(1.5)), false),
        ("no object", static (_, _, a) => new JsonArray(a.DeepClone()).ToJsonString(), false),
        ("path outside the roots", static (b, t, a) => b.Replace(t, a, IsPath, _ => JsonValue.Create(Outside[b._random.Next(Outside.Length)])), true),
        ("path with a NUL", static (b, t, a) => b.Replace(t, a, IsPath, static _ => JsonValue.Create("src\0/a.cs")), true),
        ("injection", static (b, t, a) =>
            b.Replace(t, a, static p => Sink(p) == "shell", _ => JsonValue.Create(Injections[b._random.Next(Injections.Length)])), true),
        ("address of another kind", static (b, t, a) =>
            b.Replace(t, a, static p => Sink(p) == "url", _ => JsonValue.Create(Addresses[b._random.Next(Addresses.Length)])), true),
        ("option for a revision", static (b, t, a) =>
            b.Replace(t, a, static p => Sink(p) == "argument", static _ => JsonValue.Create("--output=x")), true),
        ("far too large", static (b, t, a) => b.Replace(t, a, IsPlainText, static _ => JsonValue.Create(new string('x', 2_000_000))), true),
    ];

    /// <summary>So many calls, of every kind in turn.</summary>
    public IReadOnlyList<BadCall> Make(int count)
    {
        var calls = new List<BadCall>(count);
        for (var turn = 0; calls.Count < count && turn < MostTries; turn++)
        {
            var (kind, broken, attack) = Kinds[turn % Kinds.Length];
            if (Enumerable.Range(0, MostTools).Select(_ => One(kind, broken, attack)).FirstOrDefault(static call => call is not null) is { } made)
                calls.Add(made);
        }

        return calls;
    }

    /// <summary>A call of some tool; null when that tool has no place for such a fault.</summary>
    private BadCall? One(string kind, Func<BadCalls, ToolDescription, JsonObject, string?> broken, bool attack)
    {
        var tool = catalog.Tools[_random.Next(catalog.Tools.Count)].Description;
        var sound = new SampleArguments(_random).Of(tool.Parameters);
        return IsSound(tool, sound) && broken(this, tool, sound) is { } text && text != sound.ToJsonString()
            ? new BadCall(kind, tool.Name, text, attack ? null : sound)
            : null;
    }

    private bool IsSound(ToolDescription tool, JsonObject arguments)
    {
        try
        {
            catalog.Check(tool.Name, JsonSerializer.SerializeToElement(arguments), context);
            return true;
        }
        catch (AxleException)
        {
            return false;
        }
    }

    private static string? Quoted(JsonObject arguments) =>
        arguments.ToJsonString() is var text && !text.Contains('\'', StringComparison.Ordinal)
            && !text.Contains('\\', StringComparison.Ordinal) && text.Contains('"', StringComparison.Ordinal)
            ? text.Replace('"', '\'') : null;

    private string? Change(JsonObject arguments, JsonValueKind kind, Func<JsonNode, string> write)
    {
        var names = arguments.Where(m => m.Value?.GetValueKind() == kind).Select(static m => m.Key).ToList();
        return names.Count == 0 ? null : names[_random.Next(names.Count)] is var name ? With(arguments, name, JsonValue.Create(write(arguments[name]!))) : null;
    }

    private string? Replace(ToolDescription tool, JsonObject arguments, Func<JsonElement, bool> suits, Func<JsonNode?, JsonNode?> with, bool keep = true)
    {
        var names = arguments.Select(static m => m.Key).Where(name => Property(tool, name) is { } property && suits(property)).ToList();
        if (names.Count == 0)
            return null;
        var name = names[_random.Next(names.Count)];
        var value = with(arguments[name]);
        if (!keep && value is not null)
            arguments[name] = JsonValue.Create(value.ToJsonString());
        return arguments[name] is JsonArray && IsPath(Property(tool, name)!.Value) ? With(arguments, name, new JsonArray(value)) : With(arguments, name, value);
    }

    private string? Rename(JsonObject arguments, Func<string, string?> rename)
    {
        var names = arguments.Select(static m => m.Key).Where(n => rename(n) is { } other && other != n).ToList();
        if (names.Count == 0)
            return null;
        var chosen = names[_random.Next(names.Count)];
        return new JsonObject(arguments.Select(m => KeyValuePair.Create(m.Key == chosen ? rename(m.Key)! : m.Key, m.Value?.DeepClone()))).ToJsonString();
    }

    private string? Without(ToolDescription tool, JsonObject arguments)
    {
        var required = tool.Parameters.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static n => n.GetString()!).ToList() : [];
        if (required.Count == 0)
            return null;
        var copy = (JsonObject)arguments.DeepClone();
        copy.Remove(required[_random.Next(required.Count)]);
        return copy.ToJsonString();
    }

    private static string? Optional(ToolDescription tool, JsonObject arguments)
    {
        var required = tool.Parameters.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static n => n.GetString()).ToHashSet() : [];
        return !HasProperties(tool) ? null : tool.Parameters.GetProperty("properties").EnumerateObject()
            .Where(p => !required.Contains(p.Name) && !arguments.ContainsKey(p.Name) && p.Value.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String)
            .Select(static p => p.Name).FirstOrDefault();
    }

    private static string With(JsonObject arguments, string name, JsonNode? value)
    {
        var copy = (JsonObject)arguments.DeepClone();
        copy[name] = value?.DeepClone();
        return copy.ToJsonString();
    }

    private static bool HasProperties(ToolDescription tool) => tool.Parameters.TryGetProperty("properties", out var properties)
        && properties.EnumerateObject().Any();

    private static JsonElement? Property(ToolDescription tool, string name) =>
        tool.Parameters.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var property) ? property : null;

    private static string? Type(JsonElement property) => property.TryGetProperty("type", out var type) ? type.ToString() : null;

    private static string? Sink(JsonElement property) => property.TryGetProperty("x-axle-sink", out var sink) ? sink.GetString() : null;

    private static bool IsPath(JsonElement property) =>
        Sink(property) == "path" || (property.TryGetProperty("format", out var format) && format.GetString() == "workspace-path")
        || (property.TryGetProperty("items", out var items) && IsPath(items));

    private static bool IsPlainText(JsonElement property) =>
        Type(property) == "string" && Sink(property) is null && !property.TryGetProperty("format", out _)
            && !property.TryGetProperty("enum", out _) && !property.TryGetProperty("pattern", out _);

    private static string Other(string value) => value.ToUpperInvariant() is var upper && upper != value ? upper : value.ToLowerInvariant();
}
