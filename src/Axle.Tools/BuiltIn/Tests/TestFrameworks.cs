using System.Collections.Frozen;

namespace Axle.Tools.BuiltIn.Tests;

/// <summary>How tests are written in a language.</summary>
internal sealed record TestFrameworks
{
    /// <summary>Attributes or annotations that make the next function a test.</summary>
    public FrozenSet<string> Marks { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Attributes or annotations that switch a test off.</summary>
    public FrozenSet<string> Skips { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Calls that are tests themselves, with their body as argument: <c>it("...", () =&gt; ...)</c>.</summary>
    public FrozenSet<string> Calls { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Start of the name of a function that is a test by its name; empty when names do not matter.</summary>
    public string NamePrefix { get; init; } = "";

    /// <summary>Words in a call's or member's name that check something, lower case.</summary>
    public static readonly FrozenSet<string> AssertionWords = Set(
        "assert expect should verify check fail require ensure must equal equals throws raises rejects snapshot match matches ok is isnt done mock received pass cmp " +
        "approve test validate confirm compare similar contains true false panic unreachable error errorf fatal fatalf helper");

    /// <summary>The habits of a language; null when its tests are not read.</summary>
    public static TestFrameworks? For(string language) => Known.GetValueOrDefault(language);

    private static readonly TestFrameworks Java = new() { Marks = Set("Test ParameterizedTest RepeatedTest TestFactory Theory"), Skips = Set("Disabled Ignore") };
    private static readonly TestFrameworks Script = new() { Calls = Set("it test specify") };

    private static readonly FrozenDictionary<string, TestFrameworks> Known = new Dictionary<string, TestFrameworks>
    {
        ["csharp"] = new() { Marks = Set("Fact Theory Test TestCase TestMethod DataTestMethod TestCaseSource Property"), Skips = Set("Ignore Skip") },
        ["java"] = Java,
        ["kotlin"] = Java,
        ["groovy"] = Java,
        ["rust"] = new() { Marks = Set("test"), Skips = Set("ignore") },
        ["python"] = new() { NamePrefix = "test", Skips = Set("skip") },
        ["go"] = new() { NamePrefix = "Test" },
        ["ruby"] = new() { NamePrefix = "test_", Calls = Set("it specify test") },
        ["php"] = new() { NamePrefix = "test", Marks = Set("Test") },
        ["swift"] = new() { NamePrefix = "test", Marks = Set("Test") },
        ["javascript"] = Script,
        ["typescript"] = Script,
        ["dart"] = new() { Calls = Set("test testWidgets") },
        ["elixir"] = new() { Calls = Set("test") },
        ["lua"] = new() { Calls = Set("it") },
        ["c"] = new() { NamePrefix = "test_" },
        ["cpp"] = new() { Calls = Set("TEST TEST_F TEST_P TEST_CASE") },
        ["perl"] = new() { Calls = Set("subtest") },
        ["shell"] = new() { NamePrefix = "test_" },
        ["scala"] = new() { Calls = Set("test") },
        ["julia"] = new() { Calls = Set("testset") },
    }.ToFrozenDictionary();

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
