using System.Collections.Frozen;
using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection;

/// <summary>What the lists know better than the model: names that stand alone, and words that are never one.</summary>
internal static class KnownNames
{
    private const string Words =
        "a an the this that these those my your his her its our their i you he she it we they me him us them who whom whose which what when where why how " +
        "can could will would shall should may might must do does did is are was were be been being am have has had not no yes ok and or but if then else " +
        "because so as at by for from in into of off on onto out over to up with about after before between during since than through under until while " +
        "please thanks thank hi hello hey dear sir madam good morning evening regards sincerely here there now today all any both each few more most other some such only own " +
        "same very just also there's it's i'm let make take give get go come see say said tell ask need want use try call send name address phone email";

    private const string AgeWords =
        "old age aged ages year years yo y young older younger turn turns turned turning birthday born he she him her i my his we they man woman boy girl";

    private const int AgeReach = 6;

    private static readonly FrozenSet<ulong> NearAges = AgeWords.Split(' ').Select(static w => Lexicon.Hash(w)).ToFrozenSet();

    private static readonly FrozenSet<ulong> Never = Words.Split(' ').Select(static w => Lexicon.Hash(w)).ToFrozenSet();

    /// <summary>Corrects labels.</summary>
    public static void Correct(string text, List<TextToken> tokens, TagFeatures features, int[] labels, float[] margins)
    {
        var person = Array.IndexOf(TagLabels.Types, PersonalDataTypes.Person);
        var location = Array.IndexOf(TagLabels.Types, PersonalDataTypes.Location);
        var age = Array.IndexOf(TagLabels.Types, PersonalDataTypes.Age);
        for (var i = 0; i < labels.Length; i++)
        {
            // A number alone is no age.
            if (labels[i] == age && !IsNearAgeWord(text, tokens, i))
                labels[i] = TagLabels.Outside;
            if (tokens[i].Kind != TokenKind.Word)
                continue;
            var word = text.AsSpan(tokens[i].Start, tokens[i].End - tokens[i].Start);
            var entries = features.EntriesOf(i);
            if (labels[i] != TagLabels.Outside)
            {
                var isAlone = (i == 0 || labels[i - 1] != labels[i]) && (i + 1 == labels.Length || labels[i + 1] != labels[i]);
                if (isAlone && Never.Contains(Lexicon.Hash(word)))
                    labels[i] = TagLabels.Outside;
            }
            else if (word.Length > 2 && char.IsUpper(word[0]) && char.IsLower(word[1]) && features.IsRare(i) && !TechnicalTerms.Is(word))
            {
                var isName = (entries & (LexiconEntries.GivenName | LexiconEntries.FamilyName)) != 0;
                if (!isName && (entries & (LexiconEntries.City | LexiconEntries.Country)) == 0)
                    continue;
                labels[i] = isName ? person : location;
                margins[i] = 1;
            }
        }
    }

    private static bool IsNearAgeWord(string text, List<TextToken> tokens, int i)
    {
        for (var k = Math.Max(0, i - AgeReach); k <= Math.Min(tokens.Count - 1, i + AgeReach); k++)
        {
            var word = text.AsSpan(tokens[k].Start, tokens[k].End - tokens[k].Start);
            var end = word.IndexOfAny('\'', '\u2019');
            if (NearAges.Contains(Lexicon.Hash(end > 0 ? word[..end] : word)))
                return true;
        }

        return false;
    }
}
