using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Tests;

/// <summary>When tests are worth a finding.</summary>
internal static class TestRules
{
    private const int LargeFile = 300;

    /// <summary>Findings about the tests of one file.</summary>
    public static IEnumerable<Finding> Check(SourceFile file, IReadOnlyList<TestCaseFact> cases)
    {
        foreach (var test in cases)
        {
            if (test.Focused)
            {
                yield return Make(file, test, "tests.focused", Severity.High, 0.95, $"Test '{test.Name}' is focused: the other tests of the file do not run.",
                    "A focus that was left behind switches off tests without anyone noticing.", "Remove 'only' or the leading 'f'.");
            }
            else if (test.Skipped)
            {
                yield return Make(file, test, "tests.skipped", Severity.Low, 0.9, $"Test '{test.Name}' is switched off.",
                    "What it was to prove is not proven; switched-off tests decay.", "Mend it or delete it; where it must wait, name the reason and an issue.");
            }
            else if (test.Empty)
            {
                yield return Make(file, test, "tests.empty", Severity.Medium, 0.95, $"Test '{test.Name}' has an empty body.",
                    "It is green whatever the code does.", "Write the test or delete it.");
            }
            else if (!test.Asserts)
            {
                yield return Make(file, test, "tests.no-assertion", Severity.Low, 0.6, $"Test '{test.Name}' seems to check nothing: no call in it looks like an assertion.",
                    "It proves only that nothing is thrown.", "Assert on the result, or say in the name that not failing is the point.");
            }
        }
    }

    /// <summary>Findings about parts without tests.</summary>
    public static IEnumerable<Finding> Untested(IReadOnlyList<SourceFile> untested, int productFiles, int tests, bool isCheckout)
    {
        if (tests == 0 && productFiles >= 5)
        {
            var largest = untested[0];
            // What is packed for users often comes without its tests.
            yield return new Finding("tests.none", isCheckout ? Severity.High : Severity.Low, isCheckout ? 0.8 : 0.6, largest.Path, 1, 1, $"No test was found for {productFiles} program files.",
                "Nothing tells whether a change broke something.", $"Start with the largest file, '{largest.Name}', and with the code that changes most.", largest.Language?.Id);
            yield break;
        }

        foreach (var file in untested.Where(f => f.LineCount >= LargeFile && tests > 0).Take(10))
        {
            yield return new Finding("tests.untested-file", Severity.Info, 0.5, file.Path, 1, 1,
                $"No test file is named after '{file.Name}' or mentions it ({file.LineCount} lines).", "A large file that no test names is often not tested at all.",
                "Check whether other tests reach it; if not, add tests for its public functions.", file.Language?.Id);
        }
    }

    private static Finding Make(SourceFile file, TestCaseFact test, string rule, Severity severity, double confidence, string message,
        string why, string remedy) =>
        new(rule, severity, confidence, file.Path, test.Line, test.EndLine, message, why, remedy, file.Language?.Id);
}
