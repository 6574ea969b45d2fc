using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Axle.Bench;

/// <summary>What a benchmark measured: rows of named figures, medians over the repetitions.</summary>
internal sealed record Report(string Name, IReadOnlyList<Row> Rows)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            benchmark = Name,
            at = TimeProvider.System.GetUtcNow(),
            cores = Environment.ProcessorCount,
            runtime = Environment.Version.ToString(),
            rows = Rows,
        },
        Json);

    public string ToText()
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{Name} ({Environment.ProcessorCount} cores, .NET {Environment.Version})");
        foreach (var row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {row.What,-44}");
            foreach (var (name, value) in row.Figures)
                text.Append(CultureInfo.InvariantCulture, $"  {name} {value:#,0.###}");
            text.AppendLine();
        }

        return text.ToString();
    }
}

/// <summary>One thing measured.</summary>
internal sealed record Row(string What, IReadOnlyDictionary<string, double> Figures);
