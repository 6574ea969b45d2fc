using Axle.House.Tests.Repository;

namespace Axle.House.Tests.Tidy;

/// <summary>The tidy rules find what they are there for, and nothing else.</summary>
public sealed class TidyRuleTests
{
    [Theory]
    [InlineData("class A { } // TO" + "DO: later")]
    [InlineData("/// <summary>FIX" + "ME</summary>\nclass A { }")]
    [InlineData("class A { void B() => throw new NotImplemented" + "Exception(); }")]
    public void Unfinished_code_is_found(string code) => TidyRules.Unfinished(Code(code)).ShouldHaveSingleItem();

    [Fact]
    public void Words_in_strings_are_no_notes() => TidyRules.Unfinished(Code("class A { string B = \"TO" + "DO\"; }")).ShouldBeEmpty();

    [Fact]
    public void Notes_in_scripts_are_found() => TidyRules.Unfinished(new RepositoryFile("run", "echo hi # FIX" + "ME")).ShouldHaveSingleItem();

    [Fact]
    public void A_file_of_401_lines_is_found()
    {
        TidyRules.LongFile(Code(string.Join('\n', Enumerable.Repeat("//", 400)) + "\n")).ShouldBeEmpty();
        TidyRules.LongFile(Code(string.Join('\n', Enumerable.Repeat("//", 401)) + "\n")).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_line_of_161_columns_is_found_with_its_number() =>
        TidyRules.LongLines(Code("//\n" + new string('/', 161))).ShouldHaveSingleItem().ShouldContain("(2)");

    [Fact]
    public void Text_in_a_string_does_not_make_a_line_long()
    {
        var words = new string('w', 200);
        TidyRules.LongLines(Code($"class A {{ string B = \"{words}\"; string C = $\"{words}{{1}}\"; }}")).ShouldBeEmpty();
        TidyRules.LongLines(Code($"class A {{ string {words} = \"{words}\"; }}")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("class RunManager;")]
    [InlineData("static class TextUtils { }")]
    [InlineData("record StoreImpl;")]
    [InlineData("abstract class CommandBase { }")]
    [InlineData("enum Helper { }")]
    public void Names_that_say_nothing_are_found(string code) => TidyRules.BannedNames(Code(code)).ShouldHaveSingleItem();

    [Fact]
    public void Names_that_only_contain_such_a_word_are_no_fault() => TidyRules.BannedNames(Code("class BaselineReader; class Utility;")).ShouldBeEmpty();

    [Theory]
    [InlineData("cat /wo" + "rk/main/x")]
    [InlineData("\"/ro" + "ot/.bashrc\"")]
    [InlineData("/tmp/w" + "t/engine")]
    public void Paths_of_one_machine_are_found(string text) => TidyRules.MachinePaths(new RepositoryFile("a.md", text)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("bench/.work/data")]
    [InlineData("see src/root/x and https://example.org/work/x")]
    public void Relative_paths_and_addresses_are_no_fault(string text) => TidyRules.MachinePaths(new RepositoryFile("a.md", text)).ShouldBeEmpty();

    [Fact]
    public void A_carriage_return_is_found() => TidyRules.CarriageReturns(Code("a\nb\r\n")).ShouldHaveSingleItem().ShouldContain("(2)");

    [Theory]
    [InlineData("a.cs", "#pragma warning disable CA1000", "// The interface asks for it.")]
    [InlineData("a.cs", "    [SuppressMessage(\"Design\", \"CA1000\")]", "// The interface asks for it.")]
    [InlineData("a.props", "<NoWarn>CA1000</NoWarn>", "<!-- The interface asks for it. -->")]
    [InlineData(".editorconfig", "dotnet_diagnostic.CA1000.severity = none", "# The interface asks for it.")]
    public void A_silenced_rule_without_a_reason_is_found(string path, string line, string reason)
    {
        TidyRules.SilencedWithoutReason(new RepositoryFile(path, $"\n{line}\n")).ShouldHaveSingleItem();
        TidyRules.SilencedWithoutReason(new RepositoryFile(path, $"{reason}\n\n{line}\n")).ShouldHaveSingleItem();
        TidyRules.SilencedWithoutReason(new RepositoryFile(path, $"{reason}\n{line}\n{line}\n")).ShouldBeEmpty();
    }

    private static RepositoryFile Code(string text) => new("src/Axle.Tools/A.cs", text);
}
