using YamlDotNet.RepresentationModel;

namespace Axle.Guardrails.Policy;

/// <summary>A mapping of a policy file, with where it stands.</summary>
/// <param name="node">The mapping.</param>
/// <param name="file">Name of the file.</param>
internal sealed class PolicyNode(YamlNode node, string file)
{
    private readonly YamlMappingNode _map = node as YamlMappingNode
        ?? throw new AxleException(ErrorKind.Validation, $"{file}({node.Start.Line}): keys with values are expected here.");

    public IEnumerable<string> Keys => _map.Children.Keys.Select(static k => ((YamlScalarNode)k).Value ?? "");

    public string Where => $"{file}({_map.Start.Line})";

    public AxleException Fault(string message) => new(ErrorKind.Validation, $"{Where}: {message}");

    public void OnlyKeys(IReadOnlyList<string> known)
    {
        foreach (var key in Keys)
        {
            if (!known.Contains(key))
                throw Fault($"'{key}' is not known here. Known: {string.Join(", ", known)}.");
        }
    }

    public YamlNode? Get(string key) => _map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public string? Text(string key) => Get(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        _ => throw Fault($"'{key}' is one value."),
    };

    /// <summary>True or false; false when it is not there.</summary>
    public bool Truth(string key) => Text(key) switch
    {
        null => false,
        { } text when bool.TryParse(text, out var truth) => truth,
        var text => throw Fault($"'{key}' is true or false, not '{text}'."),
    };

    public string Needed(string key) => Text(key) is { Length: > 0 } text ? text : throw Fault($"'{key}:' is missing.");

    /// <summary>One value or a list of values.</summary>
    public IEnumerable<string> Texts(string key) => Get(key) switch
    {
        null => [],
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode list => list.Children.Select(c => (c as YamlScalarNode)?.Value ?? throw Fault($"'{key}' is a list of values.")),
        _ => throw Fault($"'{key}' is a value or a list of values."),
    };

    public PolicyNode? Child(string key) => Get(key) is { } child ? new PolicyNode(child, file) : null;

    public IEnumerable<PolicyNode> Items(string key) => Get(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children.Select(c => new PolicyNode(c, file)),
        _ => throw Fault($"'{key}' is a list."),
    };
}
