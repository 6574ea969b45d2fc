using System.Text.RegularExpressions;

namespace Axle.Schemas.Patterns;

/// <summary>Patterns of JSON Schema: regular expressions of ECMA-262 with the <c>u</c> flag, run by .NET.</summary>
internal static class EcmaPattern
{
    /// <summary>Makes a matcher that cannot run away: without backtracking where the pattern allows it, with a time limit always.</summary>
    /// <exception cref="ArgumentException">The pattern is not one of ECMA-262, too long, or uses what .NET cannot do.</exception>
    public static Regex Compile(string source, SchemaOptions options)
    {
        if (source.Length > options.MaxPatternLength)
        {
            throw new ArgumentException($"it has {source.Length} characters; the longest allowed has {options.MaxPatternLength}");
        }

        var translated = new PatternTranslation(source).Translate();
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, options.PatternTimeout);
        }
        catch (NotSupportedException)
        {
            // Look-around, back references and very large counts need the backtracking engine; the time limit guards it.
            return new Regex(translated, RegexOptions.CultureInvariant, options.PatternTimeout);
        }
    }
}
