using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.CSharp;

/// <summary>Result of <c>code.csharp</c>.</summary>
/// <param name="Files">How many files were analysed.</param>
/// <param name="FilesWithSyntaxErrors">How many of them do not parse cleanly.</param>
/// <param name="Types">How many types were measured.</param>
/// <param name="Methods">How many bodies were measured.</param>
/// <param name="Projects">The projects and their settings.</param>
/// <param name="MostComplexMethods">Up to 25, most complex first.</param>
/// <param name="LargestTypes">Up to 25, longest first.</param>
/// <param name="LeastCohesiveTypes">Up to 25 types with more than one group of methods (LCOM4), worst first.</param>
/// <param name="Findings">What the rules found, most severe first.</param>
/// <param name="Summary">Counts over all findings.</param>
/// <param name="Note">What limits the analysis; null when nothing does.</param>
public sealed record CSharpReport(
    int Files,
    int FilesWithSyntaxErrors,
    int Types,
    int Methods,
    IReadOnlyList<CSharpProject> Projects,
    IReadOnlyList<MethodMetrics> MostComplexMethods,
    IReadOnlyList<TypeMetrics> LargestTypes,
    IReadOnlyList<TypeMetrics> LeastCohesiveTypes,
    IReadOnlyList<Finding> Findings,
    FindingSummary Summary,
    string? Note);
