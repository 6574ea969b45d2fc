namespace Axle.Tools.Findings;

/// <summary>What is the same for every finding of one rule.</summary>
/// <param name="Id">Stable id, for example <c>cs.async-void</c>.</param>
/// <param name="Severity">How much it matters in code that ships.</param>
/// <param name="Confidence">How likely a hit is true, 0 to 1.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Rule(string Id, Severity Severity, double Confidence, string Why, string Remedy)
{
    /// <summary>Makes a finding of this rule at a line.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="message">What is there, naming the thing.</param>
    /// <param name="severity">Overrides the rule's own severity.</param>
    /// <param name="confidence">Overrides the rule's own confidence.</param>
    /// <param name="lowered">Why the finding matters less here (test code, example); makes it <see cref="Severity.Info"/>.</param>
    public Finding At(Place place, string message, Severity? severity = null, double? confidence = null, string? lowered = null) => new(
        Id,
        lowered is null ? severity ?? Severity : Severity.Info,
        confidence ?? Confidence,
        place.File,
        place.Line,
        Math.Max(place.Line, place.EndLine),
        message,
        lowered is null ? Why : $"{Why} Lowered to info: {lowered}.",
        Remedy,
        place.Language);
}

/// <summary>Lines of a file.</summary>
/// <param name="File">Path relative to the workspace, with forward slashes.</param>
/// <param name="Line">First line, from 1.</param>
/// <param name="EndLine">Last line.</param>
/// <param name="Language">The file's language; null when it has none.</param>
internal readonly record struct Place(string File, int Line, int EndLine, string? Language);
