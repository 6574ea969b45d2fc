using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Reads what makes an agent more than a prompt: where it lives, its program, its limits.</summary>
internal static class OutsideReader
{
    private const int MostHeaders = 32;
    private const int MostWords = 64;
    private const long LeastMemory = 16L << 20;
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    public static RemoteEndpoint? ReadRemote(MappingReader agent)
    {
        if (agent.Nested("remote", ["url", "headers", "timeout"]) is not { } reader)
            return null;
        var text = reader.Text("url");
        if (text.Length > 0 && (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https" or "ws" or "wss") || url.UserInfo.Length > 0))
        {
            reader.FaultAt("url", "'url' must be an address that begins with https://, http://, wss:// or ws://, without user and password; put a key under 'headers'.");
            text = "";
        }

        // A file with faults is not used; the address keeps the reading going.
        var address = text.Length == 0 ? new Uri("http://localhost/") : new Uri(text);
        return new RemoteEndpoint(address, reader.Time("timeout", LongestTime) ?? RemoteEndpoint.DefaultTimeout) { Headers = ReadHeaders(reader) };
    }

    public static AgentCommand? ReadCommand(MappingReader agent)
    {
        if (agent.Nested("command", ["run", "environment", "timeout"]) is not { } reader)
            return null;
        var words = reader.Texts("run");
        if (words.Length is 0 or > MostWords)
            reader.FaultAt("run", $"'run' must be a list of the program and its arguments, for example [python3, agent.py]; at most {MostWords} words.");
        var names = reader.Texts("environment");
        foreach (var name in names.Where(static name => !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')))
            reader.FaultAt("environment", $"'{name}' is no name of an environment variable. Name variables only; their values come from the host.");
        return new AgentCommand(words, reader.Time("timeout", LongestTime) ?? AgentCommand.DefaultTimeout) { Environment = names };
    }

    public static AgentLimits ReadLimits(MappingReader agent)
    {
        if (agent.Nested("limits", ["concurrency", "waiting", "tokens", "memory"]) is not { } reader)
            return AgentLimits.Default;
        if (reader.Find("memory") is { } memory && agent.Find("command") is null)
            reader.FaultAt(memory, "'memory' limits the program of an agent that is a command; this agent has none. Remove it.");
        return new AgentLimits
        {
            Concurrency = reader.Whole("concurrency", 1, 10_000),
            Waiting = reader.Whole("waiting", 0, 100_000) ?? AgentLimits.Default.Waiting,
            Tokens = reader.Whole("tokens", 1, int.MaxValue),
            Memory = reader.Bytes("memory", LeastMemory),
        };
    }

    private static ImmutableSortedDictionary<string, string> ReadHeaders(MappingReader reader)
    {
        var headers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        if (reader.Find("headers") is not { } node)
            return headers.ToImmutable();
        if (node is not YamlMappingNode { Children.Count: <= MostHeaders } mapping)
        {
            reader.FaultAt(node, $"'headers' must be a mapping from name to value with at most {MostHeaders} entries, for example {{Authorization: env:LEGAL_TOKEN}}.");
            return headers.ToImmutable();
        }

        foreach (var (key, value) in mapping)
        {
            var (name, text) = ((key as YamlScalarNode)?.Value ?? "", (value as YamlScalarNode)?.Value ?? "");
            if (!IsHeader(name) || text.Length == 0 || text.Any(char.IsControl))
                reader.FaultAt(key, $"'{name}' is no header with a value; write for example 'Authorization: env:LEGAL_TOKEN'.");
            else
                headers[name] = text;
        }

        return headers.ToImmutable();
    }

    private static bool IsHeader(string name) => name.Length is > 0 and <= 100 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && !name.Equals("Host", StringComparison.OrdinalIgnoreCase);
}
