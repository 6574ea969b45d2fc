using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Guardrails.Policy;

/// <summary>Reads what stands under <c>when:</c> of a rule and <c>call:</c> of a test.</summary>
internal static class PolicyConditions
{
    private const int MostDepth = 32;

    private static readonly string[] WhenKeys =
        ["tool", "model", "except", "effect", "sink", "effect-or-sink", "integrity", "confidentiality", "source", "arguments", "tenant", "agent", "role", "without-role", "time", "spent-over"];

    private static readonly string[] CallKeys =
        ["tool", "model", "approval", "arguments", "effect", "sinks", "integrity", "confidentiality", "sources", "tenant", "user", "agent", "roles", "time", "spent"];

    public static PolicyCondition Read(PolicyNode node)
    {
        node.OnlyKeys(WhenKeys);
        return new PolicyCondition
        {
            Names = [.. node.Texts("tool"), .. node.Texts("model")],
            Except = [.. node.Texts("except")],
            Effects = [.. node.Texts("effect").Select(e => e is "none" or "local" or "world" ? e : throw node.Fault($"'effect' is none, local or world, not '{e}'."))],
            Sinks = [.. node.Texts("sink")],
            EffectOrSink = node.Truth("effect-or-sink"),
            Integrity = Word<Integrity>(node, "integrity"),
            AtLeast = Word<Confidentiality>(node, "confidentiality"),
            Sources = [.. node.Texts("source")],
            Arguments = [.. node.Items("arguments").Select(Argument)],
            Tenants = [.. node.Texts("tenant")],
            Agents = [.. node.Texts("agent")],
            Roles = [.. node.Texts("role")],
            WithoutRoles = [.. node.Texts("without-role")],
            Time = node.Child("time") is { } time ? Window(time) : null,
            SpentOver = Number(node, "spent-over"),
        };
    }

    public static PolicyRequest Request(PolicyNode node)
    {
        node.OnlyKeys(CallKeys);
        var moment = node.Get("model") is not null ? PolicyMoment.Model : node.Get("approval") is not null ? PolicyMoment.Approval : PolicyMoment.Tool;
        var time = node.Text("time") ?? "2026-01-05T12:00:00Z";
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            throw node.Fault($"'{time}' is no time; write 2026-01-05T12:00:00Z.");
        return new PolicyRequest(moment, node.Needed(moment.ToString().ToLowerInvariant()), at)
        {
            Arguments = JsonSerializer.SerializeToElement(node.Get("arguments") is { } arguments ? Json(arguments, 0) : new JsonObject()),
            Effect = node.Text("effect") ?? "none",
            Sinks = [.. node.Texts("sinks")],
            Label = new FlowLabel(Word<Integrity>(node, "integrity") ?? Integrity.Trusted, Word<Confidentiality>(node, "confidentiality") ?? Confidentiality.Open)
            {
                Sources = [.. node.Texts("sources")],
            },
            Tenant = node.Text("tenant"),
            User = node.Text("user"),
            Agent = node.Text("agent"),
            Roles = [.. node.Texts("roles")],
            SpentUsd = Number(node, "spent") ?? 0,
        };
    }

    private static ArgumentCondition Argument(PolicyNode node)
    {
        node.OnlyKeys(["path", .. ArgumentCondition.Operators]);
        var operators = node.Keys.Where(static k => k != "path").ToArray();
        if (operators.Length != 1)
            throw node.Fault($"a condition of an argument has 'path' and one of: {string.Join(", ", ArgumentCondition.Operators)}.");
        var values = node.Texts(operators[0]).ToImmutableArray();
        if (operators[0] is "over" or "under" or "longer" && !decimal.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            throw node.Fault($"'{operators[0]}' needs a number.");
        return new ArgumentCondition(node.Needed("path"), operators[0], values);
    }

    private static TimeWindow Window(PolicyNode node)
    {
        node.OnlyKeys(["from", "to", "days", "zone", "outside"]);
        var zone = node.Text("zone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
            throw node.Fault($"there is no time zone '{zone}'; write Europe/Berlin or UTC.");
        return new TimeWindow(
            Clock(node, "from"), Clock(node, "to"),
            [.. node.Texts("days").Select(d => Enum.TryParse<DayOfWeek>(d, ignoreCase: true, out var day) ? day : throw node.Fault($"'{d}' is no day; write monday."))],
            found, node.Truth("outside"));
    }

    private static TimeOnly Clock(PolicyNode node, string key) =>
        TimeOnly.TryParseExact(node.Needed(key), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw node.Fault($"'{key}' is a time such as \"08:00\".");

    private static T? Word<T>(PolicyNode node, string key)
        where T : struct, Enum =>
        node.Text(key) is not { } text ? null : Enum.TryParse<T>(text, ignoreCase: true, out var word) && !char.IsDigit(text[0])
            ? word
            : throw node.Fault($"'{key}' is one of {string.Join(", ", Enum.GetNames<T>().Select(static n => n.ToLowerInvariant()))}.");

    private static decimal? Number(PolicyNode node, string key) =>
        node.Text(key) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw node.Fault($"'{key}' is a number.");

    private static JsonNode? Json(YamlNode node, int depth) => node switch
    {
        _ when depth > MostDepth => throw new AxleException(ErrorKind.Validation, $"Line {node.Start.Line}: arguments are nested too deeply."),
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? "", Json(c.Value, depth + 1)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(c => Json(c, depth + 1))]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => scalar.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" or "" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            => number,
        _ => ((YamlScalarNode)node).Value,
    };
}
