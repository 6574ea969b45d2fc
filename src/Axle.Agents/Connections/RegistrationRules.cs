using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Agents.Definition;
using Axle.Schemas;

namespace Axle.Agents.Connections;

/// <summary>Checks what a process says of its agent, and makes a definition of it. Names of agents come into prompts of others: they are plain.</summary>
internal static partial class RegistrationRules
{
    private const int MostCapabilities = 100;
    private const int MostKeywords = 50;
    private const int MostTasks = 10_000;
    private const int LongestName = 64;
    private const int LongestKeyword = 60;
    private const int LongestSentence = 500;
    private const int LongestDescription = 1_000;
    private const int LargestSchema = 64 * 1024;
    private static readonly JsonElement AnyInputs = JsonElement.Parse("""{"type":"object","properties":{}}""");
    private static readonly JsonElement AnyOutput = JsonElement.Parse("""{"type":"object"}""");

    /// <summary>The definition of the agent.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the message says what is wrong and how to mend it.</exception>
    public static AgentDefinition Define(AgentRegistration registration, string tenant, string owner)
    {
        Check("agent", registration.Agent, Slug(), "lower-case letters, digits and '-', at most 64, and begins with a letter or digit");
        if (registration.Agent is "any" or "connect")
            throw Fault($"'{registration.Agent}' is a word of the API, and no id of an agent. Take another.");
        var name = registration.Name is { Length: > 0 } given ? given : registration.Agent;
        Check("name", name, PlainName(), $"at most {LongestName} letters, digits, spaces and . _ - ( )");
        Short("version", registration.Version, LongestName);
        Short("description", registration.Description, LongestDescription);
        if (registration.Places < 1)
            throw Fault("'places' is how many tasks the agent does at once: 1 or more.");
        if (registration.Capabilities.Length is 0 or > MostCapabilities)
            throw Fault($"'capabilities' says what the agent can be asked to do: 1 to {MostCapabilities}, each with a 'name'.");
        if (registration.Capabilities.GroupBy(static c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw Fault($"Two of the 'capabilities' are named '{twice.Key}'. Give one of them another name.");
        return new AgentDefinition
        {
            Id = registration.Agent,
            Name = name,
            Description = Described(registration.Description) ?? $"{name}, an agent that connects.",
            Capabilities = [.. registration.Capabilities.Select(Capability)],
            Actions = [.. registration.Capabilities.Select(Action)],
            Connection = new AgentConnection(tenant, owner, registration.Version ?? ""),
            Origin = AgentOrigin.Connected,
            Source = "a connection",
        };
    }

    /// <summary>Checks what a process says of itself.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static void CheckProcess(AgentRegistration registration)
    {
        Check("process", registration.Process, Process(), "16 to 64 letters and digits that nobody guesses");
        if (registration.Tasks.Length > MostTasks)
            throw Fault($"'tasks' names {registration.Tasks.Length} tasks; a process has at most {MostTasks}.");
    }

    private static AgentCapability Capability(OfferedCapability offered)
    {
        if (offered.Confidence is not (> 0 and <= 1))
            throw Fault($"'confidence' of '{offered.Name}' must be above 0 and at most 1.");
        if (offered.Keywords.Length > MostKeywords || offered.Keywords.Any(static k => k is not { Length: > 0 and <= LongestKeyword }))
            throw Fault($"'keywords' of '{offered.Name}' must be at most {MostKeywords} words of at most {LongestKeyword} characters.");
        return new AgentCapability(offered.Name.Replace('-', ' '), offered.Confidence, offered.Keywords);
    }

    private static ActionDefinition Action(OfferedCapability offered)
    {
        Check("name of a capability", offered.Name, Slug(), "lower-case letters, digits and '-', at most 64, and begins with a letter or digit");
        Short($"description of '{offered.Name}'", offered.Description, LongestSentence);
        return new ActionDefinition
        {
            Name = offered.Name,
            Description = Described(offered.Description) ?? offered.Name.Replace('-', ' '),
            InputSchema = Schema(offered, "inputs", offered.Inputs, AnyInputs),
            OutputSchema = Schema(offered, "output", offered.Output, AnyOutput),
            World = offered.World,
        };
    }

    private static JsonElement Schema(OfferedCapability offered, string part, JsonElement? given, JsonElement otherwise)
    {
        if (given is not { } schema || schema.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return otherwise;
        if (schema.GetRawText().Length > LargestSchema)
            throw Fault($"'{part}' of '{offered.Name}' has more than {LargestSchema} characters.");
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || !type.ValueEquals("object"))
        {
            throw Fault($"'{part}' of '{offered.Name}' must be the JSON Schema of an object: {{\"type\": \"object\", …}}.");
        }

        try
        {
            JsonSchema.Parse(schema);
        }
        catch (SchemaException fault)
        {
            throw new AxleException(ErrorKind.Validation, $"'{part}' of '{offered.Name}' is no JSON Schema: {fault.Message}", fault);
        }

        // What inputs an action takes is told by their names.
        if (part != "inputs" || schema.TryGetProperty("properties", out _))
            return schema.Clone();
        var named = schema.EnumerateObject().Append(AnyInputs.EnumerateObject().Last());
        return JsonSerializer.SerializeToElement(named.ToDictionary(static p => p.Name, static p => p.Value));
    }

    private static string? Described(string? text) => string.IsNullOrWhiteSpace(text) ? null : Kinds.AgentWire.Quote(text);

    private static void Short(string what, string? text, int most)
    {
        if (text is { } given && given.Length > most)
            throw Fault($"'{what}' has {given.Length} characters; it may have {most}.");
    }

    private static void Check(string what, string? text, Regex rule, string rules)
    {
        if (text is null || !rule.IsMatch(text))
            throw Fault($"'{what}' must be {rules}.");
    }

    private static AxleException Fault(string message) => new(ErrorKind.Validation, message);

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slug();

    [GeneratedRegex("^[A-Za-z0-9]{16,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Process();

    [GeneratedRegex(@"^[\p{L}\p{N}][\p{L}\p{N} ._()\-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainName();
}
