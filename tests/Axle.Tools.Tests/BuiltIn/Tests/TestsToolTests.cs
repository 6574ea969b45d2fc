using System.Text.Json;
using Axle.Tools.BuiltIn.Tests;

namespace Axle.Tools.Tests.BuiltIn.Tests;

public sealed class TestsToolTests
{
    public static TheoryData<string, string, string> Samples => new()
    {
        { "tests/ATests.cs", "class ATests {\n [Fact] public void Good() { Assert.True(x); }\n [Fact(Skip = \"no\")] public void Off() { Assert.True(x); }\n [Fact]\n public void Hollow() { }\n [Theory, InlineData(1)]\n public void Unchecking(int a) { Run(a); }\n void Helper() { }\n}", "skipped:3 empty:5 no-assertion:7" },
        { "a.test.js", "describe('a', () => {\n  it('good', () => { expect(1).toBe(1); });\n  it.only('x', () => { expect(1); });\n  it.skip('y', () => { expect(1); });\n  xit('z', () => { expect(1); });\n  test('e', () => {});\n  test.each([1])('n', (v) => { run(v); });\n  test('tap', t => { t.type(a, b); });\n});\nconst re = /x/.test('it');\n", "focused:3 skipped:4 skipped:5 empty:6 no-assertion:7" },
        { "test_a.py", "class T:\n    def test_good(self):\n        self.assertEqual(1, 1)\n    @unittest.skip('x')\n    def test_off(self):\n        assert 1\n    def test_hollow(self): pass\n    def test_run(self):\n        run()\n    def helper(self): pass\n", "skipped:5 empty:7 no-assertion:8" },
        { "a_test.go", "package a\nfunc TestGood(t *testing.T) {\n\tif x { t.Errorf(\"x\") }\n}\nfunc TestOff(t *testing.T) {\n\tt.Skip(\"later\")\n}\nfunc TestMain(m *testing.M) {}\nfunc TestRun(t *testing.T) {\n\trun()\n}\nfunc TestSet(t *testing.T) {\n\tdrive(t, NewSet())\n}\nfunc TestClient(t *testing.T) {\n\tc := client{t: t}\n\tc.run()\n}\n", "skipped:5 no-assertion:9" },
        { "src/test/java/ATest.java", "class ATest {\n  @Test void good() { assertEquals(1, 1); }\n  @Disabled @Test void off() { assertTrue(x); }\n  @Test\n  void hollow() { }\n}", "skipped:3 empty:5" },
        { "src/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn good() { assert_eq!(1, 1); }\n    #[test]\n    #[ignore]\n    fn off() { assert!(true); }\n}\n", "skipped:8" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Weak_tests_are_found_at_their_line(string file, string text, string expected)
    {
        using var workspace = new Workspace().With(file, text);
        var found = from f in (await Run(workspace)).GetProperty("findings").EnumerateArray()
                    orderby f.GetProperty("line").GetInt32()
                    select $"{f.GetProperty("rule").GetString()!["tests.".Length..]}:{f.GetProperty("line")}";
        string.Join(' ', found).ShouldBe(expected);
    }

    [Fact]
    public async Task File_that_no_test_names_is_listed_and_one_that_is_mentioned_is_not()
    {
        using var workspace = new Workspace().With("src/Parser.cs", "class Parser;").With("src/Writer.cs", "class Writer;").With("src/Lonely.cs", "class Lonely;")
            .With("tests/ParserTests.cs", "class ParserTests { [Fact] public void X() { Assert.NotNull(new Writer()); } }");
        var result = await Run(workspace);
        result.GetProperty("untested").EnumerateArray().Select(u => u.GetProperty("file").GetString()).ShouldBe(["src/Lonely.cs"]);
        result.GetProperty("summary").GetProperty("tests").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("class ATests {\n [Fact] public void A() { Look(1); }\n void Look(int a) { Deeper(a); }\n void Deeper(int a) { Assert.True(a > 0); }\n}", 0)]
    [InlineData("class ATests {\n [Fact] public void A() => Rule.Holds(1);\n}", 0)]
    [InlineData("class ATests {\n [Fact] public void A() { Look(1); }\n void Look(int a) { Run(a); }\n}", 1)]
    public async Task Check_in_a_helper_of_the_tests_counts_as_the_tests_own(string text, int findings)
    {
        using var workspace = new Workspace().With("tests/ATests.cs", text).With("tests/Rule.cs", "static class Rule { public static void Holds(int a) { a.ShouldBe(1); } }");
        (await Run(workspace)).GetProperty("findings").EnumerateArray().Count(f => f.GetProperty("rule").GetString() == "tests.no-assertion").ShouldBe(findings);
    }

    [Theory]
    [InlineData("", "low")]
    [InlineData(".git/HEAD", "high")]
    public async Task Missing_tests_weigh_more_in_a_checkout_than_in_a_package(string mark, string severity)
    {
        using var workspace = new Workspace();
        for (int i = 0; i < 5; i++)
        {
            workspace.With($"src/a{i}.go", "package a\n");
        }

        if (mark.Length > 0)
        {
            workspace.With(mark, "ref: refs/heads/main\n");
        }

        var finding = (await Run(workspace)).GetProperty("findings").EnumerateArray().ShouldHaveSingleItem();
        (finding.GetProperty("rule").GetString(), finding.GetProperty("severity").GetString()).ShouldBe(("tests.none", severity));
    }

    [Fact]
    public async Task Interface_descriptions_need_no_test_of_their_own()
    {
        using var workspace = new Workspace().With("rpc.proto", string.Concat(Enumerable.Repeat("message A {}\n", 400))).With("a_test.go", "package a\nfunc TestA(t *testing.T) {\n\tt.Error()\n}\n");
        (await Run(workspace)).GetProperty("untested").GetArrayLength().ShouldBe(0);
    }

    private static async Task<JsonElement> Run(Workspace workspace) =>
        await new TestsTool().InvokeAsync(JsonElement.Parse("{}"), workspace.Context, TestContext.Current.CancellationToken);
}
