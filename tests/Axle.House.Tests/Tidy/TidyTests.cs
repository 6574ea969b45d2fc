using Axle.House.Tests.Repository;

namespace Axle.House.Tests.Tidy;

/// <summary>A test of the source itself.</summary>
public sealed class TidyTests
{
    [Fact]
    public void Nothing_is_left_unfinished() =>
        Rule.Holds(
            "No notes to self and no stubs: finish it, or write an issue and leave the code honest about what it does.",
            Checkout.Files.Where(static f => f.IsOurs && (f.IsCSharp || HasHashComments(f))).SelectMany(TidyRules.Unfinished));

    [Fact]
    public void Files_are_short() =>
        Rule.Holds(
            $"A file has at most {TidyRules.MaxLines} lines, and about 150 as a habit: a noun is hiding in it, find it and give it its own file.",
            Checkout.CSharp.SelectMany(TidyRules.LongFile));

    [Fact]
    public void Lines_are_short() =>
        Rule.Holds(
            $"A line has at most {TidyRules.MaxColumns} columns, text in strings not counted: break it after a comma or an operator, or name a part of it.",
            Checkout.CSharp.SelectMany(TidyRules.LongLines));

    [Fact]
    public void Types_are_named_for_what_they_are() =>
        Rule.Holds(
            "No Manager, Helper, Util, Impl or Base: name the type after the thing it is or the job it does (Registry, Reader, Decider).",
            Checkout.CSharp.SelectMany(TidyRules.BannedNames));

    [Fact]
    public void No_file_knows_a_machine() =>
        Rule.Holds(
            "No paths of one machine: use a path relative to the repository, a placeholder, or a folder that the test makes.",
            Checkout.Files.Where(static f => f.IsOurs).SelectMany(TidyRules.MachinePaths));

    [Fact]
    public void Lines_end_with_a_line_feed() =>
        Rule.Holds(
            "Text files have LF line endings. Bytes that a test needs otherwise belong into a Fixtures folder or are made by the test.",
            Checkout.Files.Where(static f => f.IsOurs).SelectMany(TidyRules.CarriageReturns));

    [Fact]
    public void Every_silenced_rule_has_its_reason() =>
        Rule.Holds(
            "A warning is switched off with a sentence why, as a comment on the same line or the line above.",
            Checkout.Files.Where(static f => f.IsOurs).SelectMany(TidyRules.SilencedWithoutReason));

    private static bool HasHashComments(RepositoryFile file) =>
        Path.GetExtension(file.Path) is ".yaml" or ".yml" or ".sh" or "";
}
