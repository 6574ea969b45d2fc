using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Axle.Cli.Tests.Deployment;

/// <summary>The files of <c>deploy/</c>, as JSON.</summary>
internal static class Manifests
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    public static string Folder => Path.Combine(Repository.Folder, "deploy", "kubernetes");

    /// <summary>The objects of a folder's files, but those that kustomize reads itself.</summary>
    public static IReadOnlyList<(string File, JsonObject Object)> All { get; } =
    [
        .. Directory.GetFiles(Folder, "*.yaml").Select(static f => Path.GetFileName(f)!).Where(static f => f != "kustomization.yaml")
            .Order(StringComparer.Ordinal).SelectMany(static f => Read(Path.Combine(Folder, f)).Select(o => (f, o))),
    ];

    /// <summary>The files that are applied by hand and are no part of the kustomization.</summary>
    public static IReadOnlyList<string> Outsiders { get; } = ["secrets.example.yaml", "owner.yaml"];

    /// <summary>The objects that the kustomization has.</summary>
    public static IEnumerable<JsonObject> Kustomized => All.Where(static m => !Outsiders.Contains(m.File)).Select(static m => m.Object);

    /// <summary>Those of a kind.</summary>
    public static IEnumerable<JsonObject> Of(params string[] kinds) => All.Select(static m => m.Object).Where(o => kinds.Contains((string)o["kind"]!));

    public static string Name(JsonObject one) => (string)one["metadata"]!["name"]!;

    /// <summary>What pods are made from, with the name of what makes them.</summary>
    public static IEnumerable<(string Name, JsonObject Pod, JsonObject Container, JsonObject Labels)> Pods =>
        Of("Deployment", "Job", "Pod").Select(static o => (Object: o, Template: o["spec"]!["template"]?.AsObject() ?? o)).Select(static p => (
            Name(p.Object), p.Template["spec"]!.AsObject(), p.Template["spec"]!["containers"]![0]!.AsObject(), p.Template["metadata"]!["labels"]!.AsObject()));

    public static string[] Arguments(JsonObject container) => [.. container["args"]!.AsArray().Select(static a => (string)a!)];

    /// <summary>What an option of a container's command line says; null when it is not there.</summary>
    public static string? Option(JsonObject container, string option)
    {
        var arguments = Arguments(container);
        var at = Array.IndexOf(arguments, option);
        return at < 0 ? null : arguments[at + 1];
    }

    public static IEnumerable<JsonObject> Read(string path) => Parse(File.ReadAllText(path));

    /// <summary>The documents of a text.</summary>
    public static IEnumerable<JsonObject> Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
            yield return JsonNode.Parse(ToJson(Yaml.Deserialize<object>(parser))!.ToJsonString())!.AsObject();
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        IDictionary<object, object> map =>
            new JsonObject(map.Select(static m => KeyValuePair.Create(Convert.ToString(m.Key, CultureInfo.InvariantCulture)!, ToJson(m.Value)))),
        IList<object> list => new JsonArray([.. list.Select(ToJson)]),
        string text => JsonValue.Create(text),
        float or double => JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };
}
