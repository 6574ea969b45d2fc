using System.Text.Json;
using Axle.Tools.BuiltIn.Code.Duplication;

namespace Axle.Tools.Tests.BuiltIn.Code;

public sealed class DuplicationToolTests
{
    private static readonly string Piece = string.Join('\n', Enumerable.Range(0, 14).Select(i => $"    total{i} = load(order, {i}) + price.of(item{i}, \"v{i}\")")) + "\n";

    [Fact]
    public async Task Copied_piece_is_found_once_with_all_its_places()
    {
        using var workspace = new Workspace()
            .With("a.py", "import os\n\ndef first(order, price):\n" + Piece + "    return 1\n")
            .With("b.py", "# other head\nimport sys\n\n\ndef second(order, price):\n" + Piece.Replace("\"v", "\"w", StringComparison.Ordinal) + "    return 2\n")
            .With("c.py", "def third(order, price):\n    x = 1\n" + Piece);
        var result = await Run(workspace);
        var places = result.GetProperty("clones")[0].GetProperty("places").EnumerateArray().Select(p => $"{p.GetProperty("file")}:{p.GetProperty("line")}").ToList();
        result.GetProperty("clones").GetArrayLength().ShouldBe(1);
        places.Count.ShouldBe(3);
        places[0].ShouldBe("a.py:4");
        result.GetProperty("findings")[0].GetProperty("message").GetString()!.ShouldContain("c.py:3");
    }

    [Fact]
    public async Task Tables_of_data_imports_and_tests_are_no_copies()
    {
        string table = "T = [\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"    ({i}, \"a\", {i}),\n")) + "]\n";
        using var workspace = new Workspace().With("a.py", table).With("b.py", table).With("tests/test_a.py", "def a():\n" + Piece).With("tests/test_b.py", "def b():\n" + Piece);
        (await Run(workspace)).GetProperty("clones").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Different_documents_in_the_same_place_are_no_copy()
    {
        string half = Piece[..(Piece.Length / 2)];
        string File(string word) => "def a():\n" + half + "    D = \"\"\"\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"  {word} {i}\n")) + "    \"\"\"\n" + Piece;
        using var workspace = new Workspace().With("a.py", File("one")).With("b.py", File("two"));
        var place = (await Run(workspace)).GetProperty("clones")[0].GetProperty("places")[0];
        (place.GetProperty("endLine").GetInt32() - place.GetProperty("line").GetInt32()).ShouldBeLessThanOrEqualTo(Piece.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Tests_are_compared_when_asked_for()
    {
        using var workspace = new Workspace().With("tests/test_a.py", "def a():\n" + Piece).With("tests/test_b.py", "def b():\n" + Piece);
        (await Run(workspace, """{"includeTests":true}""")).GetProperty("clones").GetArrayLength().ShouldBe(1);
    }

    private static async Task<JsonElement> Run(Workspace workspace, string arguments = "{}") =>
        await new DuplicationTool().InvokeAsync(JsonElement.Parse(arguments), workspace.Context, TestContext.Current.CancellationToken);
}
