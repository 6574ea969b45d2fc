using System.Text;
using System.Text.RegularExpressions;
using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>Makes texts and numbers keep the limits of their schema.</summary>
internal static class ValueFitting
{
    private const string Filler = " Nothing more is known offline.";
    private const int LongestPadding = 100_000;
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly string[] PlainTexts = ["unknown", "offline", "none", "n/a", "a", "A", "0", "1", "00", "0000", "0.0.0", "v0", "-", "_", "x-0"];

    /// <summary>Holds a text to its length and pattern. Lengths count code points, as JSON Schema does.</summary>
    public static string Text(string text, SchemaShape shape)
    {
        var fitted = Length(text, shape);
        if (shape.Pattern is not { } pattern || Matches(pattern, fitted))
            return fitted;
        return PlainTexts.Append(Slug(text)).Select(t => Length(t, shape)).FirstOrDefault(t => Matches(pattern, t)) ?? fitted;
    }

    /// <summary>Holds a number to its range and step.</summary>
    public static double Number(double value, SchemaShape shape, bool whole)
    {
        var step = shape.MultipleOf is { } multiple && multiple > 0 ? multiple : whole ? 1 : 0;
        if (whole && step > 0 && step != Math.Floor(step))
            step = 1;
        var nudge = step > 0 ? step : double.IsFinite(shape.Maximum - shape.Minimum) ? (shape.Maximum - shape.Minimum) / 2 : 1;
        var least = shape.ExcludesMinimum ? shape.Minimum + nudge : shape.Minimum;
        var most = shape.ExcludesMaximum ? shape.Maximum - nudge : shape.Maximum;
        var held = Math.Max(least, Math.Min(most, value));
        if (step <= 0)
            return held;

        var stepped = Math.Round(held / step) * step;
        if (stepped < least)
            stepped = Math.Ceiling(least / step) * step;
        if (stepped > most)
            stepped = Math.Floor(most / step) * step;
        return stepped;
    }

    private static string Padded(string text, int least)
    {
        var padded = new StringBuilder(text);
        var points = Points(text);
        while (points < least && padded.Length < LongestPadding)
        {
            var filler = padded.Length == 0 ? Filler.TrimStart() : Filler;
            padded.Append(filler);
            points += Points(filler);
        }

        return padded.ToString();
    }

    private static string Length(string text, SchemaShape shape)
    {
        if (Points(text) < shape.MinLength)
            text = Padded(text, shape.MinLength);
        if (Points(text) <= shape.MaxLength)
            return text;

        // A sentence that fits whole says more than a longer one cut in the middle.
        var cut = "";
        foreach (var sentence in text.Split(". "))
        {
            var next = cut.Length == 0 ? sentence : $"{cut}. {sentence}";
            if (Points(next) >= shape.MaxLength)
                break;
            cut = next;
        }

        if (cut.Length > 0 && Points(cut) + 1 <= shape.MaxLength && Points(cut) + 1 >= shape.MinLength)
            return cut.EndsWith('.') ? cut : cut + ".";
        return Prose.Cut(text, shape.MaxLength) is var hard && Points(hard) >= shape.MinLength ? hard : text[..Math.Min(text.Length, shape.MaxLength)];
    }

    private static int Points(string text)
    {
        var count = text.Length;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
                count--;
        }

        return count;
    }

    private static string Slug(string text) =>
        string.Join('-',
            text.ToLowerInvariant().Split([' ', '.', '/', ':', ',', '_', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Take(6)
                .Select(w => string.Concat(w.Where(char.IsAsciiLetterOrDigit))).Where(w => w.Length > 0));

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, PatternTimeout);
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return true;
        }
    }
}
