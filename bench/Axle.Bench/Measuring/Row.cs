using System.Text.Json.Nodes;

namespace Axle.Bench.Measuring;

/// <summary>One thing measured: a repetition, or a case.</summary>
internal sealed record Row(string What, Figures Figures)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["what"] = What };
        foreach (var (name, value) in Figures.Measured())
            json[name] = value;
        return json;
    }
}
