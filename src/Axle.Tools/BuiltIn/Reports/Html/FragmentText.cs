using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Builds a <see cref="Fragment"/> from an interpolated string, so that forgetting to escape is not possible.</summary>
[InterpolatedStringHandler]
internal readonly ref struct FragmentText
{
    private readonly StringBuilder _markup;

    /// <summary>Called by the compiler.</summary>
    public FragmentText(int literalLength, int formattedCount) => _markup = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>HTML written by us.</summary>
    public void AppendLiteral(string markup) => _markup.Append(markup);

    /// <summary>A safe piece.</summary>
    public void AppendFormatted(Fragment fragment) => _markup.Append(fragment.Markup);

    /// <summary>Text from anywhere: escaped for text and for quoted attributes.</summary>
    public void AppendFormatted(string? text)
    {
        foreach (var c in Wording.Plain(text ?? ""))
        {
            _ = c switch
            {
                '&' => _markup.Append("&amp;"),
                '<' => _markup.Append("&lt;"),
                '>' => _markup.Append("&gt;"),
                '"' => _markup.Append("&quot;"),
                '\'' => _markup.Append("&#39;"),
                _ => _markup.Append(c),
            };
        }
    }

    /// <summary>A whole number without marks.</summary>
    public void AppendFormatted(int number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with at most two digits after the point.</summary>
    public void AppendFormatted(double number) => _markup.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public override string ToString() => _markup.ToString();
}
