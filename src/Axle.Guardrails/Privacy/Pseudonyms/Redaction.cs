using System.Text;
using Axle.Guardrails.Privacy.Detection;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>Takes personal data out for good.</summary>
public static class Redaction
{
    /// <summary>The text with the type in the place of each span: <c>[PERSON]</c>.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="spans">What is personal in it: in order, without overlap.</param>
    public static string Redact(string text, IReadOnlyList<PersonalDataSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(spans);
        if (spans.Count == 0)
            return text;
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            result.Append(text, at, span.Start - at).Append('[').Append(span.Type).Append(']');
            at = span.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
