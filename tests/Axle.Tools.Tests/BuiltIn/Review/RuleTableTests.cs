using Axle.Tools.BuiltIn.Patterns;
using Axle.Tools.BuiltIn.Performance;
using Axle.Tools.BuiltIn.Security;
using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.Tests.BuiltIn.Review;

/// <summary>Each rule of a table carries its own examples; they are its tests.</summary>
public sealed class RuleTableTests
{
    private static readonly string[] Markers = ["//!", "#!", "--!", ";!", "%!"];

    public static TheoryData<string> Security { get; } = [.. CallsTool.Rules.Rules.Select(r => r.Id)];

    public static TheoryData<string> Performance { get; } = [.. PatternsTool.Rules.Rules.Select(r => r.Id)];

    public static TheoryData<string> Configuration { get; } = [.. ConfigTool.Rules.Rules.Select(r => r.Id)];

    [Theory, MemberData(nameof(Configuration))]
    public void Configuration_rule_finds_its_bad_examples_on_their_line_and_leaves_its_good_ones_alone(string id) => Prove(ConfigTool.Rules, id);

    [Theory, MemberData(nameof(Security))]
    public void Security_rule_finds_its_bad_examples_on_their_line_and_leaves_its_good_ones_alone(string id) => Prove(CallsTool.Rules, id);

    [Theory, MemberData(nameof(Performance))]
    public void Performance_rule_finds_its_bad_examples_on_their_line_and_leaves_its_good_ones_alone(string id) => Prove(PatternsTool.Rules, id);

    [Fact]
    public void Security_table_has_at_least_120_rules_over_15_languages_with_unique_ids_and_a_cwe()
    {
        var rules = CallsTool.Rules.Rules;
        rules.Count.ShouldBeGreaterThanOrEqualTo(120);
        rules.SelectMany(r => r.Languages).Distinct().Count().ShouldBeGreaterThanOrEqualTo(15);
        rules.Select(r => r.Id).ShouldBeUnique();
        rules.ShouldAllBe(r => r.Cwe != null && r.Cwe.StartsWith("CWE-"));
        rules.ShouldAllBe(r => r.Bad.Count > 0 && r.Good.Count > 0 && r.Confidence > 0 && r.Confidence <= 1);
    }

    [Fact]
    public void Performance_rules_have_unique_ids_and_examples()
    {
        var rules = PatternsTool.Rules.Rules;
        rules.Select(r => r.Id).ShouldBeUnique();
        rules.ShouldAllBe(r => r.Bad.Count > 0 && r.Good.Count > 0);
    }

    private static void Prove(PatternRuleSet rules, string id)
    {
        var rule = rules.Rules.Single(r => r.Id == id);
        foreach (var example in rule.Bad)
        {
            var (language, text) = Split(rule, example);
            var lines = Hits(rules, id, language, text);
            lines.ShouldBe([ExpectedLine(text)], $"{id} must find in {language}: {text}");
        }

        foreach (var example in rule.Good)
        {
            var (language, text) = Split(rule, example);
            Hits(rules, id, language, text).ShouldBeEmpty($"{id} must not find in {language}: {text}");
        }
    }

    private static int[] Hits(PatternRuleSet rules, string id, string language, string text) =>
        [.. PatternMatcher.Run(rules, new TokenFile("src/example", text, LanguageTable.Get(language)), null).Where(f => f.Rule == id).Select(f => f.Line)];

    private static (string Language, string Text) Split(PatternRule rule, string example) =>
        example.Split(":: ", 2) is [var language, var text] && rule.Languages.Contains(language) ? (language, text) : (rule.Languages[0], example);

    private static int ExpectedLine(string text)
    {
        var lines = text.Split('\n');
        var marked = Array.FindIndex(lines, l => Markers.Any(m => l.EndsWith(m, StringComparison.Ordinal)));
        return marked < 0 ? 1 : marked + 1;
    }
}
