using System.Globalization;
using System.Text;

namespace Axle.Profile;

/// <summary>How a sum is made up.</summary>
internal sealed class Shares(string what)
{
    private const int Shown = 15;
    private readonly Dictionary<string, long> _parts = new(StringComparer.Ordinal);

    /// <summary>The sum.</summary>
    public long Total => _parts.Values.Sum();

    public void Add(string part, long amount) => _parts[part] = _parts.GetValueOrDefault(part) + amount;

    /// <summary>The largest parts.</summary>
    /// <param name="whole">What is 100 %.</param>
    public string ToText(long whole)
    {
        var text = new StringBuilder().AppendLine().AppendLine(what);
        foreach (var (part, amount) in _parts.OrderByDescending(static p => p.Value).Take(Shown))
            text.AppendLine(CultureInfo.InvariantCulture, $"{100.0 * amount / whole,6:0.0} %  {part}");
        return text.ToString();
    }
}
