using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Library;

namespace Axle.Bench.Workloads;

/// <summary>
/// As many agents as are asked for: the 21 that Axle has, then made-up ones. Those know a field and two techniques, of which the first ones are
/// common and the last ones rare, as words are (G. Zipf, 1949), and their names are their own. The same number gives the same agents.
/// </summary>
internal static class AgentCrowd
{
    private static readonly string[] Fields =
    [
        "security", "database", "frontend", "billing", "payments", "search", "logging", "shipping", "inventory", "identity", "analytics",
        "messaging", "storage", "network", "compliance", "reporting", "scheduling", "translation", "pricing", "fraud", "warehouse", "mapping",
        "telemetry", "archive", "video", "speech", "robotics", "genomics", "weather", "insurance", "tax", "payroll", "recruiting", "travel",
        "energy", "satellite", "chemistry", "agriculture", "mining", "heraldry",
    ];

    private static readonly string[] Techniques =
    [
        "review", "analysis", "testing", "migration", "design", "monitoring", "documentation", "refactoring", "profiling", "planning", "tuning",
        "modelling", "scanning", "deployment", "caching", "indexing", "encryption", "sharding", "tracing", "benchmarking", "forecasting",
        "clustering", "parsing", "rendering", "simulation", "routing", "compression", "replication", "validation", "localization", "calibration",
        "anonymization", "reconciliation", "deduplication", "vectorization", "fuzzing", "sandboxing", "throttling", "watermarking", "geocoding",
    ];

    private static readonly string[] Things =
    [
        "service", "schema", "pipeline", "contract", "query", "cluster", "report", "dashboard", "invoice", "token", "certificate", "image",
        "queue", "ledger", "catalogue", "snapshot", "gateway", "mobile app", "notebook", "spreadsheet",
    ];

    private static readonly JsonElement Inputs = JsonElement.Parse("""{"type":"object","properties":{"path":{"type":"string"}}}""");

    public static ImmutableArray<AgentDefinition> Of(int count)
    {
        var shipped = AgentLibrary.BuiltIn().Agents;
        var random = new Random(count);
        return [.. shipped.Take(count), .. Enumerable.Range(0, Math.Max(0, count - shipped.Length)).Select(i => Make(i, random))];
    }

    /// <summary>Questions as people ask them: half about what a made-up agent does, half about what the shipped ones do, and unknown words.</summary>
    public static string[] Questions(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => (i % 4) switch
        {
            0 => $"{Pick(Techniques, random)} of the {Pick(Fields, random)} {Pick(Things, random)}",
            1 => $"please do a {Pick(Techniques, random)} and {Pick(Techniques, random)} of our {Pick(Things, random)}s for {Pick(Fields, random)} before friday",
            2 => "find leaked credentials and review the code for injection weaknesses",
            _ => "optimize slow sql queries and check the indexes of the users table",
        })];
    }

    private static AgentDefinition Make(int number, Random random)
    {
        var (field, first, second) = (Pick(Fields, random), Pick(Techniques, random), Pick(Techniques, random));
        return new AgentDefinition
        {
            Id = $"{field}-{first}-{number}",
            Name = $"{field} {first} specialist",
            Description = $"Does {first} and {second} for {field} teams, with attention to their {Pick(Things, random)}s and {Pick(Things, random)}s.",
            Aliases = [$"{field}-helper-{number}"],
            Specializations = [$"{field} {second}"],
            Capabilities =
            [
                new($"{field} {first}", 0.5 + (random.NextDouble() / 2), [field, first, Pick(Things, random)]),
                new($"{field} {second}", 0.4 + (random.NextDouble() / 2), [second, Pick(Things, random), Pick(Things, random)]),
            ],
            Actions = [Action(first, field, random), Action($"quick-{second}", field, random), Action($"{first}-{second}", field, random)],
            Instructions = "You know your field.",
            Source = $"made/{number}.md",
        };
    }

    private static ActionDefinition Action(string technique, string field, Random random)
    {
        var thing = Pick(Things, random);
        return new ActionDefinition
        {
            Name = $"{technique}-{field}-{thing.Replace(' ', '-')}",
            Description = $"Do the {technique} of a {thing} and say what has to change.",
            InputSchema = Inputs,
            Prompt = "Say what is there.",
            OutputSchema = Inputs,
        };
    }

    /// <summary>A word; the one at place n is about n times as rare as the first.</summary>
    private static string Pick(string[] words, Random random) => words[(int)(Math.Pow(words.Length + 1, random.NextDouble()) - 1)];
}
