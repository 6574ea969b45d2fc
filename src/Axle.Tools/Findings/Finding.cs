namespace Axle.Tools.Findings;

/// <summary>One thing that a tool found in the workspace: evidence that a person can check by opening the file at the line.</summary>
/// <param name="Rule">The rule's id, for example <c>sec.hardcoded-secret</c>; stable across releases.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Confidence">How likely it is true, 0 to 1.</param>
/// <param name="File">Path relative to the workspace, with forward slashes.</param>
/// <param name="Line">First line, from 1.</param>
/// <param name="EndLine">Last line, at least <paramref name="Line"/>.</param>
/// <param name="Message">What is there, in one sentence, naming the things involved. Secrets are masked.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Language">The file's language, for example <c>csharp</c>; null when it has none.</param>
public sealed record Finding(
    string Rule,
    Severity Severity,
    double Confidence,
    string File,
    int Line,
    int EndLine,
    string Message,
    string Why,
    string Remedy,
    string? Language = null);

/// <summary>How much a finding matters. Names are stored and sent: the list may grow, never change.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info = 0,

    /// <summary>Mend it when the file is touched next.</summary>
    Low,

    /// <summary>Mend it soon.</summary>
    Medium,

    /// <summary>Mend it before the next release.</summary>
    High,

    /// <summary>Mend it now.</summary>
    Critical,
}
