using System.Globalization;

namespace Axle.Models.Providers.Gemini.Asking;

/// <summary>What a model's name says about the requests that it takes: <c>gemini-2.5-flash</c>. One that says no version is taken for the newest.</summary>
/// <param name="Version">2.5 for <c>gemini-2.5-flash</c>.</param>
/// <param name="IsPro">Whether it is of the large kind, which cannot do without thinking.</param>
internal readonly record struct GeminiModel(decimal Version, bool IsPro)
{
    /// <summary>Whether it is told a level of thinking; older ones are told a number of tokens.</summary>
    public bool HasThinkingLevels => Version >= 3;

    /// <summary>Whether it thinks at all.</summary>
    public bool CanThink => Version >= 2.5m;

    /// <summary>Whether it takes a JSON Schema for its answer.</summary>
    public bool HasSchemas => Version >= 2.5m;

    /// <summary>
    /// Whether it can hold its answer to a schema while it has tools, have Google's tools beside others, and take pictures as results of tools.
    /// </summary>
    public bool MixesTools => Version >= 3;

    /// <summary>Whether it rejects its own calls on the next turn when their signatures are missing.</summary>
    public bool WantsSignatures => Version >= 3;

    /// <summary>Reads a name.</summary>
    public static GeminiModel Of(string name)
    {
        var version = name.Split('-', '/').FirstOrDefault(p => p.Length is > 0 and <= 4 && char.IsAsciiDigit(p[0]));
        return new GeminiModel(
            decimal.TryParse(version, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : decimal.MaxValue,
            name.Contains("pro", StringComparison.OrdinalIgnoreCase));
    }
}
