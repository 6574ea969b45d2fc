using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Routing;
using Axle.Agents.Runtime.Evidence;
using Axle.Models;
using Axle.Tools.Findings;

namespace Axle.Agents.Runtime;

/// <summary>
/// A step's output: what the model answered, and beside it what is known for certain: agent, action, provider, findings, evidence.
/// These names belong to Axle; a model's values of the same names are dropped, so that no finding is ever invented.
/// </summary>
internal sealed class AgentOutput
{
    /// <summary>Most findings in one output; <c>counts.total</c> tells how many there are.</summary>
    public const int MaxFindings = 2000;

    private const string Conclusions = "conclusions";
    private static readonly string[] Owned =
        ["agent", "agentName", "action", "provider", "model", "offline", "usage", "findings", "counts", "evidence", "evidenceFailed", "applied", "reports", Conclusions];

    private readonly JsonObject _json = [];

    public AgentOutput(AgentRoute route, ModelAnswer answer, AgentEvidence evidence)
    {
        _json["agent"] = route.Agent.Id;
        _json["agentName"] = route.Agent.Name;
        _json["action"] = route.Action.Name;
        var cited = new Citations(evidence.Findings);
        AddAnswer(answer, cited);
        _json["provider"] = answer.Provider;
        _json["model"] = answer.Model;
        _json["offline"] = answer.Offline;
        _json["usage"] = UsageJson.Of(answer);

        var (conclusions, dropped) = cited.Conclude(answer.Json, Conclusions, route.Agent.Id);
        Dropped = dropped;
        // What merges others' findings counts them, so that a workflow can decide on the counts of its report; but it does not repeat them.
        var own = evidence.Own.Select(static finding => finding.Value).Concat(conclusions).ToList();
        _json["findings"] = new JsonArray([.. own.Take(MaxFindings).Select(static finding => JsonSerializer.SerializeToNode(finding, FindingJson.Options))]);
        _json["counts"] = Count(evidence.Tools.Count > 0 ? own : evidence.Findings.Select(static finding => finding.Value).Concat(conclusions));
        AddEvidence(evidence);
    }

    /// <summary>How many conclusions of the model had no proof.</summary>
    public int Dropped { get; }

    public void SetApplied(bool applied) => _json["applied"] = applied;

    /// <summary>Adds what the publishing tool returned: its <c>reports</c>, and its counts where it has them.</summary>
    public void SetPublished(JsonElement published)
    {
        foreach (var name in (string[])["reports", "counts"])
        {
            if (published.ValueKind == JsonValueKind.Object && published.TryGetProperty(name, out var value))
                _json[name] = name == "counts" ? WithTotal(value) : JsonSerializer.SerializeToNode(value);
        }
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(_json);

    private void AddAnswer(ModelAnswer answer, Citations cited)
    {
        if (answer.Json is not { ValueKind: JsonValueKind.Object } json)
        {
            _json["summary"] = answer.Text;
            return;
        }

        foreach (var property in json.EnumerateObject().Where(static property => !Owned.Contains(property.Name, StringComparer.Ordinal)))
            _json[property.Name] = cited.WithPlaces(JsonSerializer.SerializeToNode(property.Value));
    }

    private void AddEvidence(AgentEvidence evidence)
    {
        var results = new JsonObject();
        var failed = new JsonArray();
        foreach (var tool in evidence.Tools)
        {
            if (tool.Error is { } error)
                failed.Add(new JsonObject { ["tool"] = tool.Tool, ["kind"] = error.Kind.ToName(), ["message"] = error.Message });
            else
                results[tool.Tool] = EvidenceDigest.Of(tool.Value);
        }

        _json["evidence"] = results;
        if (failed.Count > 0)
            _json["evidenceFailed"] = failed;
    }

    private static JsonObject Count(IEnumerable<Finding> findings)
    {
        var counts = findings.CountBy(static finding => finding.Severity).ToDictionary();
        var json = new JsonObject { ["total"] = counts.Values.Sum() };
        foreach (var severity in Enum.GetValues<Severity>().Reverse())
            json[JsonNamingPolicy.CamelCase.ConvertName(severity.ToString())] = counts.GetValueOrDefault(severity);
        return json;
    }

    private static JsonNode? WithTotal(JsonElement counts)
    {
        var json = JsonSerializer.SerializeToNode(counts);
        if (json is JsonObject members && !members.ContainsKey("total"))
        {
            var numbers = counts.EnumerateObject().Where(static count => count.Value.ValueKind == JsonValueKind.Number);
            members.Insert(0, "total", numbers.Sum(static count => count.Value.GetInt64()));
        }

        return json;
    }
}
