using System.Text.RegularExpressions;

namespace Axle.Guardrails.Output;

/// <summary>Finds words and phrases: whole words, whatever their case, with any white space between the words of a phrase.</summary>
public sealed class Phrases
{
    /// <summary>Most phrases of one list.</summary>
    public const int Most = 2_000;

    private readonly Regex? _any;
    private readonly string _reason;

    /// <summary>A list of phrases.</summary>
    /// <param name="phrases">The phrases; none finds nothing.</param>
    /// <param name="reason">Code of the reason.</param>
    /// <exception cref="AxleException">There are too many, or one is empty.</exception>
    public Phrases(IReadOnlyCollection<string> phrases, string reason)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        _reason = reason;
        if (phrases.Count > Most || phrases.Any(string.IsNullOrWhiteSpace))
            throw new AxleException(ErrorKind.Validation, $"A list of phrases has at most {Most}, and none of them is empty.");
        if (phrases.Count == 0)
            return;
        var alternatives = phrases.OrderByDescending(static p => p.Length)
            .Select(static p => string.Join(@"\s+", p.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape)));
        _any = new Regex($@"(?:^|[^\p{{L}}\p{{N}}])({string.Join('|', alternatives)})(?:'s)?(?:[^\p{{L}}\p{{N}}]|$)",
            RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>What is found in a text, in order, without overlap.</summary>
    public IReadOnlyList<OutputSpan> Find(string text)
    {
        var found = new List<OutputSpan>();
        for (var at = 0; _any is not null && _any.Match(text, at) is { Success: true } match; at = match.Groups[1].Index + match.Groups[1].Length)
            found.Add(new OutputSpan(match.Groups[1].Index, match.Groups[1].Index + match.Groups[1].Length, _reason));
        return found;
    }
}
