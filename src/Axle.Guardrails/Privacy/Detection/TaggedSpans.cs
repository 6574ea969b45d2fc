using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection;

/// <summary>Makes spans of the labels of tokens.</summary>
internal static class TaggedSpans
{
    /// <summary>Adds a span for every stretch of one label.</summary>
    public static void Add(string text, List<TextToken> tokens, int[] labels, float[] margins, List<PersonalDataSpan> into)
    {
        for (var i = 0; i < tokens.Count;)
        {
            var end = i + 1;
            while (end < tokens.Count && labels[end] == labels[i] && tokens[end].Kind != TokenKind.Masked && !IsBetween(text, tokens, labels[i], end))
                end++;
            if (labels[i] != TagLabels.Outside && tokens[i].Kind != TokenKind.Masked)
                Add(text, tokens, labels[i], margins, (i, end), into);
            i = end;
        }
    }

    private static void Add(string text, List<TextToken> tokens, int label, float[] margins, (int From, int To) stretch, List<PersonalDataSpan> into)
    {
        var (from, to) = stretch;
        while (from < to && (IsEdge(text, tokens[from], '(') || IsBetween(text, tokens, label, from)))
            from++;
        while (to > from && IsEdge(text, tokens[to - 1], '.'))
            to--;
        if (TagLabels.Types[label] == PersonalDataTypes.Address)
            to = WithoutSecondMark(text, tokens, from, to);
        if (from == to)
            return;
        var (start, end) = (tokens[from].Start, tokens[to - 1].End);
        if (TechnicalTerms.Is(text.AsSpan(start, end - start)))
            return;
        var margin = 0f;
        for (var i = from; i < to; i++)
            margin += margins[i];
        var score = Math.Round(1 / (1 + Math.Exp(-margin / (to - from))), 3);
        into.Add(new PersonalDataSpan(start, end, TagLabels.Types[label], score, "model"));
    }

    // "on 12 Park Court St." and "on Park Street street": the street has its mark, what follows is the sentence's.
    private static int WithoutSecondMark(string text, List<TextToken> tokens, int from, int to)
    {
        var last = to - 1;
        if (last > from && text[tokens[last].Start] == '.')
            last--;
        if (last <= from || !IsMark(text, tokens[last]))
            return to;
        return tokens[last - 1].Kind == TokenKind.Number || IsMark(text, tokens[last - 1]) ? last : to;
    }

    private static bool IsMark(string text, TextToken token) =>
        (Lexicon.Look([Lexicon.Hash(text.AsSpan(token.Start, token.End - token.Start))])[0] & LexiconEntries.StreetMark) != 0;

    // Lists are several: people and places end at a comma, a line or "and"; addresses and firms at ", and".
    private static bool IsBetween(string text, List<TextToken> tokens, int label, int i)
    {
        var token = text.AsSpan(tokens[i].Start, tokens[i].End - tokens[i].Start);
        var isAnd = token.Equals("and", StringComparison.OrdinalIgnoreCase) || token is "&";
        return TagLabels.Types[label] switch
        {
            PersonalDataTypes.Person or PersonalDataTypes.Location => isAnd || token is "," or "\n",
            PersonalDataTypes.Address => isAnd && i > 0 && text[tokens[i - 1].Start] == ',',
            _ => false,
        };
    }

    // Signs at the edges do not belong to a name; the dot of an abbreviation and a bracket that opens inside do.
    private static bool IsEdge(string text, TextToken token, char belongs) =>
        token.Kind == TokenKind.Line || (token.Kind == TokenKind.Sign && text[token.Start] != belongs);
}
