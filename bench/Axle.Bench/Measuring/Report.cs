using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Bench.Measuring;

/// <summary>What a benchmark measured: named figures (medians over the repetitions), what was asked for, and the repetitions themselves.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Figures">The figures that count, by name; the unit is in the name.</param>
/// <param name="Goals">What the figures are held against.</param>
/// <param name="Rows">What the figures were made from: repetitions, or the cases that were measured.</param>
internal sealed record Report(string Name, Figures Figures, IReadOnlyList<Goal> Goals, IReadOnlyList<Row> Rows)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A report whose rows say everything.</summary>
    public Report(string name, IReadOnlyList<Row> rows)
        : this(name, [], [], rows)
    {
    }

    public string ToJson()
    {
        var json = new JsonObject { ["benchmark"] = Name, ["at"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) };
        foreach (var (name, value) in Figures.Measured())
            json[name] = value;
        json["goals"] = new JsonArray([.. Goals.Select(g => new JsonObject { ["goal"] = g.ToString(), ["met"] = g.IsMet(Figures) })]);
        json["rows"] = new JsonArray([.. Rows.Select(static r => r.ToJson())]);
        json["machine"] = Machine.ToJson();
        return json.ToJsonString(Json);
    }

    public string ToText()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{Name} ({Machine.InWords})");
        foreach (var (name, value) in Figures.Measured())
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-24}{value,14:#,0.###}");
            foreach (var goal in Goals.Where(g => g.Figure == name))
                text.Append(CultureInfo.InvariantCulture, $"   {goal}: {(goal.IsMet(Figures) ? "met" : "MISSED")}");
            text.AppendLine();
        }

        foreach (var row in Rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row.What,-44}  {string.Join("  ", row.Figures.Measured().Select(InWords))}");
        return text.ToString();
    }

    private static string InWords(KeyValuePair<string, double> figure) => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:#,0.###}");
}
