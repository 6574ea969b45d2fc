using Axle.Guardrails.Privacy.Detection.Rules;
using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection;

/// <summary>
/// Finds personal data. Rules first: what has a checksum or a strict form is certain. Then a small model tags the rest: names, places, addresses,
/// firms. Safe for use by many threads; the time is linear in the text.
/// </summary>
public sealed class PersonalDataDetector
{
    // A model's weights are of the text around it; longer texts are tagged in pieces.
    private const int MostTokensAtOnce = 4096;

    private readonly PersonalDataOptions _options;
    private readonly TagModel? _model;

    /// <summary>A detector with its settings.</summary>
    public PersonalDataDetector(PersonalDataOptions? options = null)
        : this(options ?? PersonalDataOptions.Default, options?.OnlyByRules == true ? null : TagModel.Shipped)
    {
    }

    internal PersonalDataDetector(PersonalDataOptions options, TagModel? model)
    {
        _options = options;
        _model = model;
    }

    /// <summary>What is personal in a text: in order, without overlap.</summary>
    public IReadOnlyList<PersonalDataSpan> Detect(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = ByRules(text, _options.Patterns);
        if (_model is not null)
            AddTagged(text, found);
        return [.. found
            .Where(s => s.Score >= _options.LeastScore && _options.Types?.Contains(s.Type) != false && !_options.Allowed.Contains(text[s.Start..s.End]))
            .OrderBy(static s => s.Start)];
    }

    internal static List<PersonalDataSpan> ByRules(string text, IReadOnlyList<PersonalDataPattern> patterns)
    {
        var found = new List<PersonalDataSpan>();
        foreach (var pattern in patterns)
            pattern.Find(text, found);
        AddressRules.Find(text, found);
        TokenRules.Find(text, found);
        NumberRules.Find(text, found);
        return WithoutOverlap(found);
    }

    private static List<PersonalDataSpan> WithoutOverlap(List<PersonalDataSpan> found)
    {
        var kept = new List<PersonalDataSpan>(found.Count);
        var end = 0;
        // The surer wins, then the longer; groups of spans that touch are short, so looking back one is enough.
        foreach (var span in found.OrderBy(static s => s.Start).ThenByDescending(static s => s.Score).ThenByDescending(static s => s.End))
        {
            if (span.Start >= end)
                kept.Add(span);
            else if (span.Score > kept[^1].Score || (span.Score == kept[^1].Score && span.End - span.Start > kept[^1].End - kept[^1].Start))
                kept[^1] = span;
            end = kept[^1].End;
        }

        return kept;
    }

    private void AddTagged(string text, List<PersonalDataSpan> found)
    {
        var tokens = Tokenizer.Split(text, [.. found]);
        for (var start = 0; start < tokens.Count; start += MostTokensAtOnce)
        {
            var piece = tokens.GetRange(start, Math.Min(MostTokensAtOnce, tokens.Count - start));
            var features = new TagFeatures(text, piece);
            var (labels, margins) = _model!.Tag(features);
            KnownNames.Correct(text, piece, features, labels, margins);
            RepeatNames(text, piece, features, labels, margins);
            CompletePhones(text, piece, labels, margins);
            TaggedSpans.Add(text, piece, labels, margins, found);
        }
    }

    // A name that was understood once is one everywhere in the text.
    private static void RepeatNames(string text, List<TextToken> tokens, TagFeatures features, int[] labels, float[] margins)
    {
        var person = Array.IndexOf(TagLabels.Types, PersonalDataTypes.Person);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == person && features.IsRare(i) && tokens[i].End - tokens[i].Start > 2)
                names.Add(text[tokens[i].Start..tokens[i].End]);
        }

        for (var i = 0; i < labels.Length && names.Count > 0; i++)
        {
            if (labels[i] == TagLabels.Outside && tokens[i].Kind == TokenKind.Word && names.Contains(text[tokens[i].Start..tokens[i].End]))
                (labels[i], margins[i]) = (person, 1);
        }
    }

    // A phone number that is parted by blanks is one number.
    private static void CompletePhones(string text, List<TextToken> tokens, int[] labels, float[] margins)
    {
        var phone = Array.IndexOf(TagLabels.Types, PersonalDataTypes.PhoneNumber);
        for (var i = 1; i < labels.Length; i++)
        {
            var isBeside = tokens[i].Kind == TokenKind.Number && tokens[i - 1].Kind == TokenKind.Number && tokens[i].Start == tokens[i - 1].End + 1
                && text[tokens[i - 1].End] == ' ';
            if (isBeside && labels[i - 1] == phone && labels[i] == TagLabels.Outside)
                (labels[i], margins[i]) = (phone, margins[i - 1]);
        }
    }
}
