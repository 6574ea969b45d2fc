using System.Globalization;
using System.Text.Json;
using Axle.Storage.Sqlite.Code;
using Axle.Tools.BuiltIn.Search;
using Axle.Tools.BuiltIn.Search.Indexing;
using Axle.Tools.Contract;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>The index of a workspace: it follows changes, finds what reading finds, and gives way when it cannot be used.</summary>
public sealed class CodeIndexTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("axle-index-").FullName;

    public CodeIndexTests()
    {
        for (var i = 0; i < CodeIndexing.FewestFiles + 10; i++)
            Put($"src/f{i.ToString("000", CultureInfo.InvariantCulture)}.cs", $"class Widget{i} {{ void Turn{i % 7}Handle() {{ }} }} // wheel {i % 3} Ünï\n");
    }

    private string Database => Path.Combine(_root, ".axle", "index", "code.db");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("widget42")]
    [InlineData("turn handle wheel")]
    [InlineData("Turn3Handle Widget500")]
    [InlineData("ünï")]
    [InlineData("f1 id")]
    [InlineData("\"quoted\" OR (x)")]
    [InlineData("xyzzy")]
    public async Task Answers_are_those_of_reading_every_file(string words)
    {
        var read = await SearchAsync(null, words);

        (await SearchAsync(new SqliteCodeIndexes(), words)).ShouldBe(read);
        (await SearchAsync(new SqliteCodeIndexes(), words)).ShouldBe(read);
        File.Exists(Database).ShouldBeTrue();
    }

    [Fact]
    public async Task It_knows_which_files_may_hold_a_text_in_any_letter_case()
    {
        await SearchAsync(new SqliteCodeIndexes(), "widget");
        using var index = new SqliteCodeIndexes().Open(_root)!;

        index.MayHold("wIdGet42 ").ShouldBe(["src/f042.cs"]);
        index.MayHold("ünï").Count.ShouldBe(CodeIndexing.FewestFiles + 10);
        index.MayHold("say \"when\"").ShouldBeEmpty();
        index.Files()["src/f042.cs"].IsText.ShouldBeTrue();
    }

    [Fact]
    public async Task Changed_new_and_deleted_files_are_followed()
    {
        var indexes = new SqliteCodeIndexes();
        await SearchAsync(indexes, "widget");
        Put("src/f001.cs", "class Quicksilver { int longer = 1; }\n");
        Put("src/new.cs", "class Quicksilver { }\n");
        File.Delete(Path.Combine(_root, "src", "f002.cs"));

        Files(await SearchAsync(indexes, "quicksilver")).ShouldBe(["src/new.cs", "src/f001.cs"]);
        Files(await SearchAsync(indexes, "widget1")).ShouldBeEmpty();
        Files(await SearchAsync(indexes, "widget2")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_files_that_changed_are_indexed_again_and_one_that_was_only_touched_is_not()
    {
        await SearchAsync(new SqliteCodeIndexes(), "widget");
        File.SetLastWriteTimeUtc(Path.Combine(_root, "src", "f003.cs"), DateTime.UnixEpoch);
        Put("src/f004.cs", "class Other { }\n");
        using var index = new SqliteCodeIndexes().Open(_root)!;
        var seen = new SeenChanges(index);

        CodeIndexing.Refresh(
            seen, _root, [.. Directory.EnumerateFiles(Path.Combine(_root, "src")).Select(f => "src/" + Path.GetFileName(f))],
            new Axle.Tools.BuiltIn.Sources.SourceLimits(), TestContext.Current.CancellationToken);

        seen.Changed.OrderBy(static c => c.Path, StringComparer.Ordinal).ShouldBe([("src/f003.cs", false), ("src/f004.cs", true)]);
    }

    [Fact]
    public async Task A_broken_index_is_begun_anew_and_one_that_cannot_be_made_is_done_without()
    {
        var expected = await SearchAsync(new SqliteCodeIndexes(), "widget42");
        await File.WriteAllTextAsync(Database, "no database " + new string('x', 5000), TestContext.Current.CancellationToken);
        (await SearchAsync(new SqliteCodeIndexes(), "widget42")).ShouldBe(expected);

        Directory.Delete(Path.Combine(_root, ".axle"), recursive: true);
        Put(".axle", "a file where the folder would be");
        Files(await SearchAsync(new SqliteCodeIndexes(), "widget42")).ShouldBe(Files(expected));
    }

    [Fact]
    public async Task Git_does_not_see_it()
    {
        await SearchAsync(new SqliteCodeIndexes(), "widget");

        (await File.ReadAllTextAsync(Path.Combine(_root, ".axle", "index", ".gitignore"), TestContext.Current.CancellationToken)).ShouldBe("*\n");
    }

    private static string[] Files(string answer) =>
        [.. JsonElement.Parse(answer).GetProperty("files").EnumerateArray().Select(static f => f.GetProperty("file").GetString()!)];

    private async Task<string> SearchAsync(ICodeIndexes? indexes, string words) => (await new CodeSearchTool(indexes).InvokeAsync(
        JsonSerializer.SerializeToElement(new { words }), new ToolContext(_root, false, "key", TimeProvider.System),
        TestContext.Current.CancellationToken)).GetRawText();

    private void Put(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Remembers which files were written and whether their text was.</summary>
    private sealed class SeenChanges(ICodeIndex index) : ICodeIndex
    {
        public List<(string Path, bool HasText)> Changed { get; } = [];

        public IReadOnlyDictionary<string, IndexedFile> Files() => index.Files();

        public void Update(IEnumerable<string> gone, IEnumerable<(IndexedFile File, string? Text)> changed) =>
            Changed.AddRange(changed.Select(static c => (c.File.Path, c.Text is not null)));

        public IReadOnlyList<string> MayHold(string text) => index.MayHold(text);

        public void Dispose() => index.Dispose();
    }
}
