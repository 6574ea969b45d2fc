using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>gateway</c> section of the configuration file, and the variable <c>AXLE_GATEWAY_KEY</c>. Keys stand in the environment, never in the file:
/// <code>
/// gateway:
///   keys:
///     - { env: TEAM_KEY, tenant: acme, user: alice, rateLimitPerMinute: 60, tokenLimitPerMinute: 100000 }
///     - { env: PROXY_KEY, mayNameTenant: true }
/// </code>
/// </summary>
internal sealed class GatewaySection(SectionReader reader, Func<string, string?> environment)
{
    private const string Section = "gateway";
    private const int MostKeys = 1000;
    private const int MostRequests = 1_000_000;
    private const long MostTokens = 1_000_000_000_000;
    private static readonly GatewayKey Unread = new("", new Secret("unread"));
    private static readonly string[] Keys = ["keys"];
    private static readonly string[] KeyKeys = ["env", "tenant", "user", "mayNameTenant", "rateLimitPerMinute", "tokenLimitPerMinute"];

    /// <summary>The keys; what is wrong goes to <paramref name="faults"/>.</summary>
    public static IReadOnlyList<GatewayKey> Read(YamlMappingNode? root, Func<string, string?> environment, ConfigurationFaults faults)
    {
        var reader = new SectionReader(faults);
        IReadOnlyList<GatewayKey> keys = environment(GatewayKey.DefaultVariable) is { } key && !string.IsNullOrWhiteSpace(key)
            ? [new GatewayKey(GatewayKey.DefaultVariable, new Secret(key))]
            : [];
        return root is not null && ConfigurationFile.Section(root, Section) is { } node
            ? reader.ReadEach(keys, Section, node, new GatewaySection(reader, environment).Apply)
            : keys;
    }

    private IReadOnlyList<GatewayKey> Apply(IReadOnlyList<GatewayKey> keys, string key, YamlNode node, ConfigurationPlace place)
    {
        if (key != "keys")
            return reader.Fault(keys, place, SectionReader.UnknownKey(key, Keys));
        if (node is not YamlSequenceNode { Children.Count: <= MostKeys } list)
            return reader.Fault(keys, place, $"Must be a list of at most {MostKeys} keys, for example '- {{ env: TEAM_KEY, user: alice }}'.");
        return [.. keys, .. list.Children.Select(item => ReadKey(item, place)).OfType<GatewayKey>()];
    }

    private GatewayKey? ReadKey(YamlNode node, ConfigurationPlace place)
    {
        var read = reader.ReadEach(Unread, place.Path, node, ApplyKey);
        if (read.Variable.Length == 0)
            return reader.Fault((GatewayKey?)null, ConfigurationFile.Place(place.Path, node), "Needs 'env': the environment variable that holds the key.");
        if (environment(read.Variable) is not { } value || string.IsNullOrWhiteSpace(value))
            return reader.Fault((GatewayKey?)null, ConfigurationFile.Place(place.Path, node), $"The environment variable {read.Variable} is not set; it must hold the key.");
        return read with { Secret = new Secret(value) };
    }

    private GatewayKey ApplyKey(GatewayKey read, string key, YamlNode node, ConfigurationPlace place) => (key, SectionReader.Text(node)) switch
    {
        ("env", { Length: > 0 and <= 200 } name) => read with { Variable = name },
        ("tenant", { Length: > 0 and <= 200 } name) => read with { Tenant = name },
        ("user", { Length: > 0 and <= 200 } name) => read with { User = name },
        ("mayNameTenant", { } word) when bool.TryParse(word, out var may) => read with { MayNameTenant = may },
        ("rateLimitPerMinute", _) => SectionReader.TryReadWhole(node, 1, MostRequests, out var requests)
            ? read with { RequestsPerMinute = requests }
            : reader.Fault(read, place, $"Must be requests a minute, from 1 to {MostRequests}."),
        ("tokenLimitPerMinute", var number) => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) && tokens is >= 1 and <= MostTokens
            ? read with { TokensPerMinute = tokens }
            : reader.Fault(read, place, $"Must be tokens a minute, from 1 to {MostTokens}."),
        ("mayNameTenant", _) => reader.Fault(read, place, SectionReader.TruthCure),
        ("env" or "tenant" or "user", _) => reader.Fault(read, place, "Must be a text of 1 to 200 characters."),
        _ => reader.Fault(read, place, SectionReader.UnknownKey(key, KeyKeys)),
    };
}
