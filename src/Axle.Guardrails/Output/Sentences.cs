using System.Text.RegularExpressions;

namespace Axle.Guardrails.Output;

/// <summary>
/// Finds sentences that say something of a kind: advice about money or health, or contempt. Rules of English, meant for what models plainly say.
/// </summary>
/// <param name="pattern">What such a sentence has.</param>
/// <param name="reason">Code of the reason.</param>
public sealed class Sentences(Regex pattern, string reason)
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const string You = @"(?:you should|you ought to|you must|you need to|i(?:'d| would)? (?:strongly )?(?:recommend|advise|suggest)(?: that you| you)?|my (?:advice|recommendation) is to|it(?:'s| is) (?:best|time) to|consider)";

    /// <summary>Advice about money: what to buy, sell or borrow, and promises about returns.</summary>
    public static Sentences FinancialAdvice { get; } = new(
        new Regex(
            You + @"\s+(?:\w+\s+){0,4}?(?:buy(?:ing)?|sell(?:ing)?|short(?:ing)?|invest(?:ing)?|put(?:ting)?|hold(?:ing)?|borrow(?:ing)?|refinanc(?:e|ing))\b[^.!?\n]{0,120}?"
            + @"\b(?:stocks?|shares?|bonds?|funds?|etfs?|crypto\w*|bitcoin|options?|futures|gold|savings|portfolio|mortgage|loan|money|401k|ira|market)\b"
            + @"|\b(?:guaranteed|risk[- ]free) (?:returns?|profits?)\b|\byou (?:will|can't|cannot) (?:double|lose) your money\b",
            Options),
        "financial-advice");

    /// <summary>Advice about health: what to take or stop taking, doses, diagnoses.</summary>
    public static Sentences MedicalAdvice { get; } = new(
        new Regex(
            You + @"\s+(?:\w+\s+){0,4}?(?:tak(?:e|ing)|stop(?:ping)?|doubl(?:e|ing)|increas(?:e|ing)|reduc(?:e|ing)|skip(?:ping)?|us(?:e|ing)|start(?:ing)?)\b[^.!?\n]{0,120}?"
            + @"\b(?:medications?|medicines?|drugs?|pills?|tablets?|doses?|dosage|antibiotics?|ibuprofen|paracetamol|acetaminophen|aspirin|insulin|antidepressants?|statins?|steroids?|prescription)\b"
            + @"|\btake \d+(?:\.\d+)? ?(?:mg|milligrams?|ml|tablets?|pills?)\b|\byou (?:probably |likely |clearly )?have (?:diabetes|cancer|depression|pneumonia|appendicitis|an? (?:infection|tumou?r|ulcer))\b"
            + @"|\bno need to (?:see|consult|ask) (?:a|your) doctor\b",
            Options),
        "medical-advice");

    /// <summary>Insults and contempt.</summary>
    public static Sentences Contempt { get; } = new(
        new Regex(
            @"\byou(?:'re| are)? (?:\w+ ){0,2}?(?:an? )?(?:idiots?|morons?|stupid|dumb|imbeciles?|pathetic|worthless|losers?|ignorant|incompetent)\b|\bshut up\b|\bscrew you\b|\bgo to hell\b"
            + @"|\b(?:stupid|dumb|idiotic) question\b",
            Options),
        "contempt");

    /// <summary>Whole sentences, in order, without overlap.</summary>
    public IReadOnlyList<OutputSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<OutputSpan>();
        for (var at = 0; at < text.Length && pattern.Match(text, at) is { Success: true } match; at = found[^1].End)
        {
            var start = text.AsSpan(0, match.Index).LastIndexOfAny(".!?\n") + 1;
            while (start < match.Index && char.IsWhiteSpace(text[start]))
                start++;
            var rest = text.AsSpan(match.Index + match.Length).IndexOfAny(".!?\n");
            var end = rest < 0 ? text.Length : match.Index + match.Length + rest + (text[match.Index + match.Length + rest] == '\n' ? 0 : 1);
            found.Add(new OutputSpan(Math.Max(start, found.Count > 0 ? found[^1].End : 0), Math.Max(end, match.Index + match.Length), reason));
        }

        return found;
    }
}
