using System.Text.RegularExpressions;

namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>How the numbers of a country look.</summary>
/// <param name="Country">Two letters of ISO 3166-1.</param>
/// <param name="Code">Calling code, 1 to 3 digits.</param>
/// <param name="Trunk">What is dialled before a number inside the country; may be empty.</param>
/// <param name="LengthBits">Possible lengths of a national number: bit n for n digits.</param>
/// <param name="Pattern">Which national numbers may be in use; a regular expression over digits.</param>
internal sealed record PhonePlan(string Country, string Code, string Trunk, int LengthBits, string Pattern)
{
    private Regex? _pattern;

    /// <summary>Whether such a national number may be in use.</summary>
    public bool Has(ReadOnlySpan<char> national) =>
        national.Length < 20 && (LengthBits & (1 << national.Length)) != 0
        && (_pattern ??= new Regex($"^(?:{Pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)).IsMatch(national);
}
