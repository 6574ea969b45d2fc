using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>The result of <c>code.duplication</c>.</summary>
/// <param name="Summary">Numbers over all files.</param>
/// <param name="Clones">The pieces of code that stand in several places, longest first.</param>
/// <param name="Findings">One finding for each piece, at its first place.</param>
public sealed record DuplicationReport(DuplicationSummary Summary, IReadOnlyList<CloneClass> Clones, IReadOnlyList<Finding> Findings);

/// <summary>Numbers over all files.</summary>
/// <param name="FilesAnalysed">Files compared.</param>
/// <param name="FilesSkipped">Files left out, by reason.</param>
/// <param name="Tokens">Tokens compared.</param>
/// <param name="Clones">Pieces found.</param>
/// <param name="DuplicatedLines">Lines that a piece's second and later places cover.</param>
/// <param name="DuplicatedPercent">Those lines in percent of all lines compared, 0 to 100.</param>
public sealed record DuplicationSummary(
    int FilesAnalysed, IReadOnlyDictionary<SkipReason, int> FilesSkipped, int Tokens, int Clones, int DuplicatedLines, double DuplicatedPercent);
