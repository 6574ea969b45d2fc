using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Tests;

/// <summary>The result of <c>tests.inventory</c>.</summary>
/// <param name="Summary">Numbers over the workspace.</param>
/// <param name="Languages">Numbers by language.</param>
/// <param name="Untested">Product files that no test file is named after or mentions, largest first.</param>
/// <param name="Findings">Switched off, focused, empty and unchecking tests, and large parts without tests.</param>
public sealed record TestsReport(TestsSummary Summary, IReadOnlyList<TestLanguageFact> Languages, IReadOnlyList<UntestedFile> Untested,
    IReadOnlyList<Finding> Findings);

/// <summary>Numbers over the workspace.</summary>
/// <param name="FilesAnalysed">Test files read.</param>
/// <param name="FilesSkipped">Files left out, by reason.</param>
/// <param name="ProductFiles">Program files that are no tests.</param>
/// <param name="Tests">Tests found.</param>
/// <param name="Skipped">Tests that are switched off.</param>
/// <param name="TestLines">Lines in test programs.</param>
/// <param name="ProductLines">Lines in product files.</param>
/// <param name="Ratio">Test lines for each product line.</param>
/// <param name="UntestedFiles">Product files that no test file is named after or mentions.</param>
public sealed record TestsSummary(
    int FilesAnalysed, IReadOnlyDictionary<SkipReason, int> FilesSkipped, int ProductFiles, int Tests, int Skipped, int TestLines,
        int ProductLines, double Ratio, int UntestedFiles);

/// <summary>Numbers of one language.</summary>
/// <param name="Language">The language's id.</param>
/// <param name="TestFiles">Test files.</param>
/// <param name="Tests">Tests found in them.</param>
/// <param name="ProductFiles">Product files.</param>
public sealed record TestLanguageFact(string Language, int TestFiles, int Tests, int ProductFiles);

/// <summary>A product file without a test that names it.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Lines">Its lines.</param>
public sealed record UntestedFile(string File, int Lines);
