using System.Globalization;
using Axle.Identity.Access;
using Axle.Privacy;
using Axle.Schemas;
using Axle.Server.Identity.Oidc;
using Axle.Server.Identity.Protection;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Server.Configuration;

/// <summary>
/// Reads the <c>server</c> section of a project's configuration file. Secrets stand in the environment, never in the file:
/// <code>
/// server:
///   oidc: { issuer: "https://login.example.org/realms/staff", clientId: axle, clientSecretEnv: AXLE_OIDC_SECRET, joinTenant: default, joinRole: viewer }
///   conversations: { userPerMinute: 10, userPerHour: 100, sessionPerHour: 50, tenantPerHour: 1000 }
///   agents: { heartbeat: 10s, lease: 30s, patience: 30s, mostAgents: 1000, mostProcesses: 100, mostTasks: 100, mostWaiting: 1000, largestMessage: 4194304 }
///   personalData: { mask: [EMAIL_ADDRESS, PHONE_NUMBER, PERSON] }   # or off
/// </code>
/// </summary>
public static class ServerSettings
{
    private const int HighestRate = 1_000_000;
    private static readonly string[] Files = ["axle.yaml", "axle.yml", "axle.json"];

    /// <summary>The options with what the file of a directory says.</summary>
    /// <param name="options">What holds where the file says nothing.</param>
    /// <param name="directory">Where <c>axle.yaml</c>, <c>axle.yml</c> or <c>axle.json</c> is looked for, in this order.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: something in it is wrong; the message has the place and the cure.</exception>
    public static AxleServerOptions Apply(AxleServerOptions options, string directory, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        if (Files.FirstOrDefault(name => File.Exists(Path.Combine(directory, name))) is not { } file)
            return options;
        var entries = Entries(Section(File.ReadAllText(Path.Combine(directory, file)), file), file, "server", "oidc", "conversations", "agents", "personalData");
        if (entries.TryGetValue("oidc", out var oidc))
            options = options with { Oidc = OidcOf(oidc, file, environment) };
        if (entries.TryGetValue("conversations", out var rates))
            options = options with { Conversations = RatesOf(rates, file) };
        if (entries.TryGetValue("agents", out var agents))
            options = options with { Agents = AgentSettings.Read(agents, file) };
        if (entries.TryGetValue("personalData", out var personal))
            options = options with { MaskedTypes = MaskedOf(personal, file) };
        return options;
    }

    private static OidcOptions OidcOf(YamlNode node, string file, Func<string, string?> environment)
    {
        const string Place = "server.oidc";
        var given = Entries(node, file, Place, "issuer", "clientId", "clientSecretEnv", "name", "publicUrl", "joinTenant", "joinRole");
        var variable = TextOf(given, file, Place, "clientSecretEnv");
        var secret = variable is null ? null : environment(variable);
        if (variable is not null && string.IsNullOrWhiteSpace(secret))
            throw Fault(file, given["clientSecretEnv"], $"{Place}.clientSecretEnv", $"the environment variable {variable} is not set; it must hold the secret.");
        var options = new OidcOptions
        {
            Issuer = UrlOf(given, file, Place, "issuer") ?? throw Fault(file, node, Place, "'issuer' is missing: the address of the provider."),
            ClientId = TextOf(given, file, Place, "clientId") ?? throw Fault(file, node, Place, "'clientId' is missing: the id under which this server is registered there."),
            ClientSecret = secret,
            PublicUrl = UrlOf(given, file, Place, "publicUrl"),
            JoinTenant = TextOf(given, file, Place, "joinTenant"),
        };
        if (TextOf(given, file, Place, "name") is { } name)
            options = options with { Name = name };
        if (TextOf(given, file, Place, "joinRole") is not { } word)
            return options;
        return Enum.TryParse<Role>(word, ignoreCase: true, out var role) && role != Role.None && !char.IsDigit(word[0])
            ? options with { JoinRole = role }
            : throw Fault(file, given["joinRole"], $"{Place}.joinRole", $"'{word}' is no role; write viewer, operator, developer or admin.");
    }

    private static ConversationRates RatesOf(YamlNode node, string file)
    {
        const string Place = "server.conversations";
        var given = Entries(node, file, Place, "userPerMinute", "userPerHour", "sessionPerHour", "tenantPerHour");
        var rates = new ConversationRates();
        return rates with
        {
            UserPerMinute = Rate("userPerMinute", rates.UserPerMinute),
            UserPerHour = Rate("userPerHour", rates.UserPerHour),
            SessionPerHour = Rate("sessionPerHour", rates.SessionPerHour),
            TenantPerHour = Rate("tenantPerHour", rates.TenantPerHour),
        };

        int Rate(string key, int otherwise) => TextOf(given, file, Place, key) is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate <= HighestRate ? rate
            : throw Fault(file, given[key], $"{Place}.{key}", $"must be a whole number from 0, for no limit, to {HighestRate}.");
    }

    private static IReadOnlySet<string> MaskedOf(YamlNode node, string file)
    {
        const string Place = "server.personalData";
        var given = Entries(node, file, Place, "mask");
        if (!given.TryGetValue("mask", out var mask) || IsNothing(mask))
            return PersonalDataMask.Standard;
        if (mask is YamlSequenceNode list && list.Children.All(static t => t is YamlScalarNode))
        {
            var types = list.Children.Select(static t => ((YamlScalarNode)t).Value ?? "").ToHashSet(StringComparer.Ordinal);
            return types.FirstOrDefault(static t => !PersonalDataMask.All.Contains(t)) is not { } unknown
                ? types
                : throw Fault(file, mask, $"{Place}.mask", $"there is no type '{unknown}'. Known are: {string.Join(", ", PersonalDataMask.All.Order(StringComparer.Ordinal))}.");
        }

        return TextOf(given, file, Place, "mask") switch
        {
            "on" or "true" => PersonalDataMask.Standard,
            "off" or "false" => new HashSet<string>(),
            _ => throw Fault(file, mask, $"{Place}.mask", "must be on, off, or a list of types such as [EMAIL_ADDRESS, PERSON]."),
        };
    }

    private static YamlNode? Section(string text, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is not [{ RootNode: var root }, ..] || IsNothing(root))
                return null;
            return root is YamlMappingNode map
                ? map.Children.TryGetValue(new YamlScalarNode("server"), out var section) ? section : null
                : throw Fault(file, root, "the file", "must be a mapping of sections, such as 'server:'.");
        }
        catch (YamlException e)
        {
            throw new AxleException(ErrorKind.Validation, $"{file}({e.Start.Line},{e.Start.Column}): this is not YAML or JSON: {e.Message}");
        }
    }

    internal static Dictionary<string, YamlNode> Entries(YamlNode? node, string file, string place, params string[] known)
    {
        if (node is null || IsNothing(node))
            return [];
        if (node is not YamlMappingNode map)
            throw Fault(file, node, place, "must be a mapping of settings.");
        var entries = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name))
            {
                var nearest = NearestName.Find(name, known) is { } near ? $"Did you mean '{near}'? " : "";
                throw Fault(file, key, $"{place}.{name}", $"unknown key. {nearest}Known are: {string.Join(", ", known)}.");
            }

            entries[name] = value;
        }

        return entries;
    }

    private static bool IsNothing(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Any or ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    internal static string? TextOf(Dictionary<string, YamlNode> entries, string file, string place, string key) =>
        !entries.TryGetValue(key, out var node) || IsNothing(node) ? null
        : node is YamlScalarNode { Value: { Length: > 0 } text } ? text
        : throw Fault(file, node, $"{place}.{key}", "must be a single value that is not empty. Leave the key out for what holds without it.");

    private static Uri? UrlOf(Dictionary<string, YamlNode> entries, string file, string place, string key)
    {
        if (TextOf(entries, file, place, key) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw Fault(file, entries[key], $"{place}.{key}", "must be an address that begins with https://.");
    }

    internal static AxleException Fault(string file, YamlNode node, string place, string message) =>
        new(ErrorKind.Validation, $"{file}({node.Start.Line},{node.Start.Column}): {place}: {message}");
}
