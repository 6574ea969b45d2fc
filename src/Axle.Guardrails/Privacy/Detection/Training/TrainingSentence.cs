using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>A sentence with its personal data.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Gold">What is personal in it, with the types that the tagger knows.</param>
/// <param name="Found">What rules find in it.</param>
internal sealed record TrainingSentence(string Text, IReadOnlyList<PersonalDataSpan> Gold, IReadOnlyList<PersonalDataSpan> Found)
{
    /// <summary>The right label of every token.</summary>
    public int[] LabelsOf(IReadOnlyList<TextToken> tokens)
    {
        var labels = new int[tokens.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            if (tokens[i].Kind == TokenKind.Masked)
                continue;
            var span = Gold.FirstOrDefault(s => s.Start <= tokens[i].Start && tokens[i].Start < s.End);
            labels[i] = span is null ? TagLabels.Outside : Math.Max(0, Array.IndexOf(TagLabels.Types, span.Type));
        }

        return labels;
    }
}
