using Axle.Tools.BuiltIn.Sources;

namespace Axle.Tools.BuiltIn.Tests;

/// <summary>
/// The names of functions that check something, themselves or through others: a test that calls one is not without a check. Names
/// are all that is compared, so two functions of one name count as one; the fault is on the side of silence.
/// </summary>
internal sealed class CheckingNames
{
    // A helper of a helper of a helper: deeper nobody looks.
    private const int Rounds = 4;

    private readonly HashSet<(string Language, string Name)> _names;

    private CheckingNames(HashSet<(string Language, string Name)> names) => _names = names;

    /// <summary>Reads test files and files of code that serves tests.</summary>
    public static CheckingNames Of(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken)
    {
        var functions = files.AsParallel().WithCancellation(cancellationToken).SelectMany(TestScanner.Functions).ToList();
        var names = functions.Where(f => f.Checks).Select(f => (f.Language, f.Name)).ToHashSet();
        for (int round = 0; round < Rounds; round++)
        {
            int before = names.Count;
            names.UnionWith(functions.Where(f => f.Calls.Any(c => names.Contains((f.Language, c)))).Select(f => (f.Language, f.Name)).ToList());
            if (names.Count == before)
            {
                break;
            }
        }

        return new CheckingNames(names);
    }

    /// <summary>The test, with the checks of what it calls counted as its own.</summary>
    public TestCaseFact Judge(string language, TestCaseFact test) =>
        test.Asserts || !test.Calls.Any(c => _names.Contains((language, c))) ? test : test with { Asserts = true };
}
