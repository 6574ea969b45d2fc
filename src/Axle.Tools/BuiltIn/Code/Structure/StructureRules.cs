using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Structure;

/// <summary>
/// When structure is worth a finding. Limits: 80 code lines, cyclomatic 15, cognitive 30, nesting 5, 7 parameters a function; 1,000 code lines
/// a file. Over a limit is low, over its double medium, and never more: what is hard to change is no fault yet. Functions that are one flat
/// selection are low.
/// </summary>
internal static class StructureRules
{
    private const int LongFunction = 80;
    private const int LinesOfList = 25;
    private const int Complex = 15;
    private const int HardToRead = 30;
    private const int DeepNesting = 5;
    private const int ManyParameters = 7;
    private const int HugeFile = 1000;

    public static IEnumerable<Finding> Check(SourceFile file, FileStructure structure)
    {
        if (!file.IsProduct || structure.Language is "make" or "terraform" or "cmake" or "batch" or "cobol")
        {
            yield break;
        }

        foreach (var finding in structure.Functions.SelectMany(f => Check(file, f)))
        {
            yield return finding;
        }

        // A long table of data is no concern of structure: most of a huge file must be functions.
        if (structure.CodeLines > HugeFile && structure.Functions.Sum(f => f.CodeLines) * 2 > structure.CodeLines)
        {
            yield return new Finding("structure.huge-file", Rate(structure.CodeLines, HugeFile, false),
                Sure(structure.CodeLines, HugeFile), file.Path, 1, Math.Max(1, structure.Lines),
                $"The file has {structure.CodeLines} lines of code (limit {HugeFile}) and {structure.Functions.Count} functions.",
                "A file this long holds several concerns; it is hard to find things in and several people often change it at once.",
                "Move groups of functions that use each other into files of their own.", file.Language?.Id);
        }
    }

    private static IEnumerable<Finding> Check(SourceFile file, FunctionFact f)
    {
        bool flat = f.Cases * 10 > (f.Cyclomatic - 1) * 7;
        if (f.Cyclomatic > Complex && !(flat && f.Cyclomatic <= 2 * Complex))
        {
            yield return Make(file, f, "structure.complex-function", Rate(f.Cyclomatic, Complex, flat), Sure(f.Cyclomatic, Complex),
                $"Function '{f.Name}' has cyclomatic complexity {f.Cyclomatic} (limit {Complex}).",
                $"It has about {f.Cyclomatic} independent paths; each needs a test, and a change to one is likely to break another.",
                flat ? "Replace the long selection by a table or by one small function per case." : "Take out the inner conditions as functions with names, and return early.");
        }
        else if (f.Cognitive > HardToRead && !flat)
        {
            yield return Make(file, f, "structure.hard-to-read-function", Rate(f.Cognitive, HardToRead, false), Sure(f.Cognitive, HardToRead),
                $"Function '{f.Name}' has cognitive complexity of about {f.Cognitive} (limit {HardToRead}).",
                "Branches inside branches must all be kept in mind to follow it.", "Turn nested conditions into early returns and take inner loops out as functions.");
        }

        // A list of facts or settings that is written as statements reads like a table: there are no steps to split it at.
        bool list = f.CodeLines >= LinesOfList * f.Cyclomatic;
        if (f.CodeLines > LongFunction && !(list && f.CodeLines <= 3 * LongFunction))
        {
            yield return Make(file, f, "structure.long-function", Rate(f.CodeLines, LongFunction, flat || list), Sure(f.CodeLines, LongFunction),
                $"Function '{f.Name}' has {f.CodeLines} lines of code (limit {LongFunction}).",
                "A function that does not fit on a screen does several things; none of them can be tested or reused alone.", "Split it at the steps that a comment or a blank line already marks.");
        }

        if (f.Nesting > DeepNesting)
        {
            yield return Make(file, f, "structure.deep-nesting", f.Nesting > DeepNesting + 3 ? Severity.Medium : Severity.Low, Sure(f.Nesting, DeepNesting),
                $"Function '{f.Name}' nests branches and loops {f.Nesting} deep (limit {DeepNesting}).",
                "The innermost code runs only under many conditions at once, which a reader has to collect.", "Return or continue early, or take the inner loop out as a function.");
        }

        if (f.Parameters > ManyParameters)
        {
            yield return Make(file, f, "structure.many-parameters", Severity.Low, Sure(f.Parameters, ManyParameters),
                $"Function '{f.Name}' takes {f.Parameters} parameters (limit {ManyParameters}).",
                "Callers mix up arguments in a long list, and every new need makes it longer.", "Group parameters that travel together into one object.");
        }
    }

    private static Severity Rate(int value, int limit, bool flat) => value > 2 * limit && !flat ? Severity.Medium : Severity.Low;

    // The further beyond the limit, the surer that it matters: 0.85 just above it, 0.98 at eight times and more. Worst comes first by this.
    private static double Sure(int value, int limit) => Math.Round(0.85 + (0.13 * Math.Min(1, ((double)value / limit - 1) / 7)), 3);

    private static Finding Make(SourceFile file, FunctionFact f, string rule, Severity severity, double confidence, string message,
        string why, string remedy) =>
        new(rule, severity, confidence, file.Path, f.Line, f.EndLine, message, why, remedy, file.Language?.Id);
}
