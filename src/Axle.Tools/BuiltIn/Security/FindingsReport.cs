using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Result of a tool that looks for faults in files.</summary>
/// <param name="Files">How many files were looked at.</param>
/// <param name="Languages">Count of files by language, most frequent first.</param>
/// <param name="Rules">How many rules the tool has.</param>
/// <param name="Findings">What was found, most severe first.</param>
/// <param name="Summary">Counts over all findings.</param>
public sealed record FindingsReport(
    int Files,
    IReadOnlyDictionary<string, int> Languages,
    int Rules,
    IReadOnlyList<Finding> Findings,
    FindingSummary Summary);
