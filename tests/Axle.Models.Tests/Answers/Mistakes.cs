using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Models.Tests.Answers;

/// <summary>The ways in which models miss a schema, done to an answer that matches. Several leave the meaning whole; the others must be corrected.</summary>
internal sealed class Mistakes(Random random)
{
    private static readonly (string Name, int Weight, Func<Mistakes, JsonObject, string> Make)[] Kinds =
    [
        ("fence", 25, static (_, a) => $"```json\n{a.ToJsonString()}\n```"),
        ("prose around", 20, static (_, a) => $"Here is the result {{as asked}} for you:\n\n{a.ToJsonString()}\n\nLet me know if you need anything else!"),
        ("trailing comma", 10, static (_, a) => a.Count == 0 ? "{}" : a.ToJsonString()[..^1] + ",}"),
        ("wrong type", 15, static (m, a) => m.Change(a, static (o, key) => o[key] = o[key] is JsonValue v && v.GetValueKind() == JsonValueKind.String ? 17 : "n/a")),
        ("missing field", 10, static (m, a) => m.Change(a, static (o, key) => o.Remove(key))),
        ("extra field", 10, static (m, a) => m.Change(a, static (o, _) => o["comment"] = "I was not sure about this one")),
        ("cut", 5, static (m, a) => a.ToJsonString() is var text ? text[..m._random.Next(1, text.Length)] : ""),
        ("single quotes", 5, static (_, a) => a.ToJsonString().Replace('"', '\'')),
    ];

    private readonly Random _random = random;

    public static IEnumerable<string> Names => Kinds.Select(static k => k.Name);

    /// <summary>The answer with one of the mistakes, by their share.</summary>
    public string MakeAny(JsonObject answer)
    {
        var ticket = _random.Next(Kinds.Sum(static k => k.Weight));
        foreach (var (name, weight, _) in Kinds)
        {
            ticket -= weight;
            if (ticket < 0)
                return Make(name, answer);
        }

        return answer.ToJsonString();
    }

    public string Make(string name, JsonObject answer) => Kinds.Single(k => k.Name == name).Make(this, answer.DeepClone().AsObject());

    private string Change(JsonObject answer, Action<JsonObject, string> change)
    {
        if (answer.Count > 0)
            change(answer, answer.ElementAt(_random.Next(answer.Count)).Key);
        return answer.ToJsonString();
    }
}
