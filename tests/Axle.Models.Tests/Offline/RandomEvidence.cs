using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Models.Tests.Offline;

/// <summary>Evidence made from a seed: much, little, none, and with parts that are missing or of the wrong kind.</summary>
internal sealed class RandomEvidence(Random random)
{
    private static readonly string[] Severities = ["info", "low", "medium", "high", "critical", "dreadful"];
    private static readonly string[] Texts = ["", "A plain sentence.", "no full stop", "Ümläute 漢字 🦊 and \"quotes\"", "```fence", new string('x', 900)];

    public JsonElement Next()
    {
        var tools = new JsonObject();
        for (var i = random.Next(4); i > 0; i--)
            tools[$"tool.t{i}"] = Tool();
        var evidence = new JsonObject { ["action"] = "review-code", ["agent"] = "quality", ["tools"] = tools };
        if (random.Next(2) == 0)
            evidence["workspace"] = random.GetItems(Texts, 1)[0];
        if (random.Next(2) == 0)
            evidence["upstream"] = new JsonObject { ["lint"] = Tool(), ["broken"] = random.Next(2) == 0 ? "just text" : 7 };
        return JsonSerializer.SerializeToElement(evidence);
    }

    private JsonObject Tool()
    {
        var findings = new JsonArray();
        for (var i = random.Next(3) * random.Next(40); i > 0; i--)
            findings.Add(random.Next(20) == 0 ? JsonValue.Create("not a finding") : Finding());
        return new JsonObject { ["summary"] = random.GetItems(Texts, 1)[0], ["totals"] = new JsonObject { ["estimatedHours"] = random.Next(100) }, ["findings"] = findings };
    }

    private JsonObject Finding()
    {
        var finding = new JsonObject
        {
            ["rule"] = $"r.rule-{random.Next(6)}",
            ["severity"] = random.GetItems(Severities, 1)[0],
            ["confidence"] = random.NextDouble() * 1.5,
            ["file"] = $"src/d{random.Next(3)}/f{random.Next(9)}.cs",
            ["line"] = random.Next(-3, 500),
            ["message"] = random.GetItems(Texts, 1)[0],
            ["why"] = random.GetItems(Texts, 1)[0],
            ["remedy"] = random.GetItems(Texts, 1)[0],
        };
        foreach (var missing in finding.Select(p => p.Key).Where(_ => random.Next(15) == 0).ToList())
            finding.Remove(missing);
        return finding;
    }
}
