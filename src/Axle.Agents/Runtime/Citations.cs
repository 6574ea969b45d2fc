using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Runtime.Evidence;
using Axle.Tools.Findings;

namespace Axle.Agents.Runtime;

/// <summary>Resolves the numbers by which a model cites findings.</summary>
internal sealed class Citations(IReadOnlyList<NumberedFinding> findings)
{
    private const string Evidence = "evidence";
    private const string Places = "places";
    private const int MaxPlaces = 12;
    private const int MaxConclusions = 20;

    /// <summary>
    /// Replaces each list of numbers named <c>evidence</c> by <c>places</c> (<c>file:line</c>), at every depth: numbers mean nothing outside
    /// of the question they were given in.
    /// </summary>
    public JsonNode? WithPlaces(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(WithPlaces)]);
            case JsonObject members:
                var resolved = new JsonObject();
                foreach (var (name, value) in members)
                {
                    if (name == Evidence && value is JsonArray numbers && Resolve(numbers) is var cited && (numbers.Count == 0 || cited.Count > 0))
                        AddPlaces(resolved, cited);
                    else if (name != Places || !resolved.ContainsKey(Places))
                        resolved[name] = WithPlaces(value);
                }

                return resolved;
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Conclusions that a model draws from several findings, as findings of its own; those without proof are dropped.</summary>
    /// <param name="answer">The model's answer.</param>
    /// <param name="name">The name of the list in it.</param>
    /// <param name="agent">The agent's id, which becomes part of the rule.</param>
    public (IReadOnlyList<Finding> Kept, int Dropped) Conclude(JsonElement? answer, string name, string agent)
    {
        if (answer is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
            return ([], 0);
        var kept = new List<Finding>();
        var dropped = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (kept.Count < MaxConclusions && ToFinding(item, agent) is { } finding)
                kept.Add(finding);
            else
                dropped++;
        }

        return (kept, dropped);
    }

    private Finding? ToFinding(JsonElement item, string agent)
    {
        if (item.ValueKind != JsonValueKind.Object || item.Text("message") is not { Length: > 0 } message ||
            !item.TryGetProperty(Evidence, out var numbers) || numbers.ValueKind != JsonValueKind.Array)
            return null;
        var proof = Resolve(JsonSerializer.SerializeToNode(numbers)!.AsArray());
        if (proof.Count == 0)
            return null;
        var place = proof[0].Value;
        // A conclusion is never more certain than the weakest finding it rests on.
        return new Finding(
            $"agent.{agent}.conclusion",
            Enum.TryParse<Severity>(item.Text("severity"), ignoreCase: true, out var severity) && Enum.IsDefined(severity) ? severity
                : proof.Max(static finding => finding.Value.Severity),
            proof.Min(static finding => finding.Value.Confidence),
            place.File,
            place.Line,
            place.EndLine,
            message,
            item.Text("why") ?? $"Follows from {string.Join(", ", proof.Take(MaxPlaces).Select(static finding => $"{finding.Value.Rule} at {finding.Place}"))}.",
            item.Text("remedy") ?? "Mend the findings that it follows from.",
            place.Language);
    }

    private List<NumberedFinding> Resolve(JsonArray numbers) =>
    [
        .. numbers.OfType<JsonValue>()
            .Select(static value => value.TryGetValue<int>(out var number) ? number : -1)
            .Where(number => number >= 0 && number < findings.Count)
            .Distinct()
            .Select(number => findings[number]),
    ];

    private static void AddPlaces(JsonObject target, List<NumberedFinding> cited)
    {
        if (cited.Count > 0)
            target[Places] =
                new JsonArray([.. cited.Select(static finding => finding.Place).Distinct().Take(MaxPlaces).Select(static place => (JsonNode)place)]);
    }
}
