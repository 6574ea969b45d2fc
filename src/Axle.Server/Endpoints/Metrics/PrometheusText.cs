using System.Globalization;
using System.Text;

namespace Axle.Server.Endpoints.Metrics;

/// <summary>Gauges as Prometheus reads them: its text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Writes a gauge.</summary>
    /// <param name="name">Its name, in Prometheus' letters.</param>
    /// <param name="help">What it is, in one line.</param>
    /// <param name="values">What it is for each set of labels: <c>name, value, …</c>.</param>
    public void Gauge(string name, string help, IEnumerable<(string[] Labels, double Value)> values)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var (labels, value) in values)
        {
            var pairs = labels.Chunk(2).Select(static pair => $"{pair[0]}=\"{Escaped(pair[1])}\"");
            _text.Append(CultureInfo.InvariantCulture, $"{name}{(labels.Length == 0 ? "" : $"{{{string.Join(',', pairs)}}}")} {value}\n");
        }
    }

    public override string ToString() => _text.ToString();

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
