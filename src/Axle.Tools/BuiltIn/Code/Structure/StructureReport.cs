using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>The result of <c>code.structure</c>.</summary>
/// <param name="Summary">Numbers over all files.</param>
/// <param name="Languages">Numbers by language, most code first.</param>
/// <param name="Files">The files with most code.</param>
/// <param name="Functions">The functions with the highest complexity.</param>
/// <param name="Findings">What is over a limit, worst first.</param>
public sealed record StructureReport(
    StructureSummary Summary, IReadOnlyList<LanguageFact> Languages, IReadOnlyList<FileStructure> Files,
        IReadOnlyList<FunctionFact> Functions, IReadOnlyList<Finding> Findings);

/// <summary>Numbers over all files.</summary>
/// <param name="FilesAnalysed">Files measured.</param>
/// <param name="FilesSkipped">Files left out, by reason.</param>
/// <param name="Lines">All lines.</param>
/// <param name="CodeLines">Lines with code.</param>
/// <param name="CommentLines">Lines with comments only.</param>
/// <param name="BlankLines">Empty lines.</param>
/// <param name="Functions">Functions found.</param>
/// <param name="Types">Types found.</param>
/// <param name="MedianComplexity">Middle cyclomatic complexity of all functions.</param>
/// <param name="MaximumComplexity">Highest cyclomatic complexity.</param>
/// <param name="FindingsTotal">Findings before the list was cut to its limit.</param>
public sealed record StructureSummary(
    int FilesAnalysed, IReadOnlyDictionary<SkipReason, int> FilesSkipped, int Lines, int CodeLines, int CommentLines, int BlankLines,
    int Functions, int Types, int MedianComplexity, int MaximumComplexity, int FindingsTotal);

/// <summary>Numbers of one language.</summary>
/// <param name="Language">The language's id.</param>
/// <param name="Files">Files.</param>
/// <param name="CodeLines">Lines with code.</param>
/// <param name="CommentLines">Lines with comments only.</param>
/// <param name="Functions">Functions found.</param>
/// <param name="FunctionsRead">Whether the tool can find functions in this language.</param>
public sealed record LanguageFact(string Language, int Files, int CodeLines, int CommentLines, int Functions, bool FunctionsRead);
