namespace Axle.Models.Evidence;

/// <summary>One finding as it stands in the evidence. Missing text is empty, a missing line 0.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Confidence">How likely it is true, 0 to 1.</param>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Line">First line, from 1.</param>
/// <param name="EndLine">Last line.</param>
/// <param name="Message">What is there.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Language">The file's language.</param>
/// <param name="Source">The tool or step that found it.</param>
/// <param name="Number">How answers refer to it: its <c>number</c> in the evidence, or its place in reading order, from 0.</param>
internal sealed record EvidenceFinding(
    string Rule, FindingSeverity Severity, double Confidence, string File, int Line, int EndLine,
    string Message, string Why, string Remedy, string Language, string Source, int Number)
{
    /// <summary>What one finding weighs when it is ranked: each severity counts twice the one below, times the confidence.</summary>
    public double Weight => (1 << (int)Severity) * Confidence;

    /// <summary>The rule in words; the message where no rule is named.</summary>
    public string Title => Rule.Length > 0 || Message.Length == 0 ? new ReviewRule(Rule).Title : Prose.Clause(Message);

    /// <summary>Where it is, as <c>file:line</c>.</summary>
    public string Place => File.Length == 0 ? "the workspace" : Line > 0 ? $"{File}:{Line}" : File;

    /// <summary>The directory it is in; <c>.</c> at the top.</summary>
    public string Directory => File.LastIndexOf('/') is > 0 and var slash ? File[..slash] : ".";

    /// <summary>Heaviest first; then by place and rule, so that the order never depends on chance.</summary>
    public static int Compare(EvidenceFinding a, EvidenceFinding b)
    {
        var byWeight = b.Weight.CompareTo(a.Weight);
        if (byWeight != 0)
            return byWeight;
        var byFile = string.CompareOrdinal(a.File, b.File);
        if (byFile != 0)
            return byFile;
        var byLine = a.Line.CompareTo(b.Line);
        return byLine != 0 ? byLine : string.CompareOrdinal(a.Rule + a.Message, b.Rule + b.Message);
    }
}
