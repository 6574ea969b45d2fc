using System.Text.Json;
using Axle.Tools.BuiltIn.Code;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.BuiltIn.Sources.Lexing;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Tests;

/// <summary>Takes stock of the tests beside the code.</summary>
public sealed class TestsTool : ITool
{
    private static readonly HashSet<string> CommonNames = new(
        "index main program mod lib init __init__ types constants setup config version globals startup assemblyinfo doc errors package".Split(' '), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "tests.inventory", "Counts tests by language, finds switched-off, focused, empty and unchecking tests, and program files that no test names.", ToolSchema.Of());

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var selection = await SourceSelection.LoadAsync(
            context, arguments, SourceRoles.Generated | SourceRoles.Vendored | SourceRoles.Example,
                f => f.Language is { IsCode: true } && !IsFixture(f), cancellationToken);
        var tests = selection.Files.Where(f => f.IsTest).ToList();
        var product = selection.Files.Where(f => f.IsProduct && f.Language!.Id is not ("make" or "cmake" or "terraform" or "protobuf" or "thrift" or "graphql" or "sql" or "shell" or "batch" or "powershell")).ToList();
        var cases = new IReadOnlyList<TestCaseFact>[selection.Files.Count];
        Parallel.For(0, selection.Files.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            i => cases[i] = IsRead(selection.Files[i]) ? TestScanner.Scan(selection.Files[i]) : []);
        if (cases.Any(c => c.Any(t => t is { Asserts: false, Skipped: false, Empty: false })))
        {
            var names = CheckingNames.Of([.. selection.Files.Where(ServesTests)], cancellationToken);
            cases = [.. cases.Zip(selection.Files, (c, f) => (IReadOnlyList<TestCaseFact>)[.. c.Select(t => names.Judge(f.Language!.Id, t))])];
        }

        var byFile = selection.Files.Zip(cases).ToDictionary(p => p.First.Path, p => p.Second, StringComparer.Ordinal);
        int count = cases.Sum(c => c.Count);
        var untested = Untested(product.Where(f => byFile[f.Path].Count == 0), tests);
        int testLines = tests.Sum(f => f.LineCount);
        int productLines = product.Sum(f => f.LineCount);
        var summary = new TestsSummary(tests.Count, selection.Skipped, product.Count, count, cases.Sum(c => c.Count(t => t.Skipped)), testLines, productLines,
            productLines == 0 ? 0 : Math.Round((double)testLines / productLines, 2), untested.Count);
        var languages = selection.Files.GroupBy(f => f.Language!.Id)
            .Select(g => new TestLanguageFact(g.Key, g.Count(f => f.IsTest), g.Sum(f => byFile[f.Path].Count), g.Count(f => f.IsProduct)))
            .OrderByDescending(l => l.Tests);
        var findings = selection.Files.SelectMany(f => TestRules.Check(f, byFile[f.Path]))
            .Concat(TestRules.Untested(untested, product.Count, tests.Count + count, Checkout.Is(context.Workspace)));
        return FindingJson.ToElement(new TestsReport(summary, [.. languages], [.. untested.Take(100).Select(f => new UntestedFile(f.Path, f.LineCount))],
            FindingOrder.Worst(findings, SourceSelection.Number(arguments, "maxFindings", ToolSchema.Findings))));
    }

    // Rust keeps tests beside the code; Python's runners take files by their names only.
    private static bool IsRead(SourceFile file) => file.Language!.Id switch
    {
        "rust" => true,
        "python" => file.IsTest && (file.Name.StartsWith("test", StringComparison.Ordinal) || file.Name.EndsWith("_test.py", StringComparison.Ordinal)),
        _ => file.IsTest,
    };

    // Helpers of tests stand in test files, or in a library whose path says what it is for.
    private static bool ServesTests(SourceFile file) => file.IsTest || file.Path.Contains("test", StringComparison.OrdinalIgnoreCase);

    private static bool IsFixture(SourceFile file) =>
        file.IsTest && file.Path.Split('/').Any(p => p is "fixtures" or "fixture" or "testdata" or "test-data" or "test_data" or "__fixtures__" or "__snapshots__" or "__mocks__" or "mocks");

    // A file counts as named when a test file carries its name, or when its name (or the name it declares) stands as a word in a test.
    private static List<SourceFile> Untested(IEnumerable<SourceFile> product, IReadOnlyList<SourceFile> tests)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var test in tests)
        {
            words.UnionWith(Parts(Stem(test.Name)));
            foreach (var token in test.TokenArray)
            {
                if (token.Kind == TokenKind.Identifier)
                {
                    words.Add(token.In(test.Text).ToString());
                }
                else if (token.Kind is TokenKind.Literal or TokenKind.Directive && token.Length < 200)
                {
                    words.UnionWith(
                        token.In(test.Text).ToString().Split(['/', '\\', '"', '\'', '.', '<', '>', ' ', ':'], StringSplitOptions.RemoveEmptyEntries));
                }
            }
        }

        return
        [
            .. product.Where(f => !CommonNames.Contains(Stem(f.Name)) && !words.Contains(Stem(f.Name)) && !Parts(Stem(f.Name)).Any(words.Contains))
                .OrderByDescending(f => f.LineCount).ThenBy(f => f.Path, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> Parts(string stem)
    {
        yield return stem;
        foreach (string affix in (string[])["Tests", "Test", "Spec", "_test", "_spec", "test_", "-test", "IT"])
        {
            if (stem.EndsWith(affix, StringComparison.Ordinal) && stem.Length > affix.Length)
            {
                yield return stem[..^affix.Length];
            }
            else if (stem.StartsWith(affix, StringComparison.Ordinal) && stem.Length > affix.Length)
            {
                yield return stem[affix.Length..];
            }
        }
    }

    private static string Stem(string name) => name.IndexOf('.', 1) is var dot and > 0 ? name[..dot] : name;
}
