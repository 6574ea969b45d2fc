using System.Text.RegularExpressions;

namespace Axle.Guardrails.Privacy.Detection;

/// <summary>A pattern of one's own, such as numbers of customers.</summary>
public sealed class PersonalDataPattern
{
    private readonly Regex _regex;

    /// <summary>Compiles the pattern.</summary>
    /// <param name="type">What matches are called, in capitals with underscores.</param>
    /// <param name="pattern">A regular expression; it cannot look around or refer back, for it must not backtrack.</param>
    /// <param name="score">How sure a match is, above 0 and at most 1.</param>
    /// <exception cref="AxleException">The pattern cannot be used; the message says why.</exception>
    public PersonalDataPattern(string type, string pattern, double score = 0.9)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(score);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(score, 1);
        Type = type;
        Score = score;
        try
        {
            _regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new AxleException(ErrorKind.Validation, $"The pattern of personal data '{type}' cannot be used: {e.Message} Look-around and references back are not allowed.", e);
        }
    }

    /// <summary>What matches are called.</summary>
    public string Type { get; }

    /// <summary>How sure a match is.</summary>
    public double Score { get; }

    internal void Find(string text, List<PersonalDataSpan> into)
    {
        foreach (var match in _regex.EnumerateMatches(text))
        {
            if (match.Length > 0)
                into.Add(new PersonalDataSpan(match.Index, match.Index + match.Length, Type, Score, "pattern"));
        }
    }
}
