using System.Text.Json;
using Axle.Guardrails.Policy;

namespace Axle.Guardrails.Tests.Policy;

public sealed class PolicyEngineTests
{
    private const string Deny = """
        policy: first
        version: "7"
        rules:
          - id: stop
            when: { tool: "mail.*", arguments: [{ path: to, not-ends-with: "@example.com" }] }
            then: deny
            reason: Outside.
        """;

    private const string Shorten = """
        policy: second
        rules:
          - id: less
            when: { tool: "*" }
            then: transform
            change:
              - { path: count, do: limit, value: 10 }
              - { path: text, do: redact }
              - { path: "list.*.key", do: set, value: "none" }
        """;

    public static TheoryData<string> ShippedPolicies =>
        [.. Directory.GetFiles(Path.Combine(Repository.Folder, "library", "policies"), "*.yaml").Select(static f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(ShippedPolicies))]
    public void A_shipped_policy_keeps_what_its_tests_promise(string file)
    {
        var policy = PolicyReader.Read(File.ReadAllText(Path.Combine(Repository.Folder, "library", "policies", file)), file);
        policy.Tests.ShouldNotBeEmpty();
        foreach (var result in PolicyTests.Run(policy))
            result.Passes.ShouldBeTrue($"{result.Test.Name}: {result.Decision}");
        policy.Rules.Where(r => !PolicyTests.Run(policy).Any(t => t.Decision.Rule == r.Id)).Select(static r => r.Id).ShouldBeEmpty("every rule has a test in which it decides");
    }

    [Fact]
    public void A_denial_wins_over_all_and_says_who_and_why()
    {
        var decision = Engine(Shorten, Deny).Decide(Call("mail.send", new { to = new[] { "a@example.com", "b@evil.example" } }));
        decision.Verdict.ShouldBe(PolicyVerdict.Deny);
        decision.ToString().ShouldBe("deny by policy 'first' version 7, rule 'stop': Outside.");
        decision.InputHash.Length.ShouldBe(64);
    }

    [Fact]
    public void Arguments_are_changed_where_the_policy_says_so()
    {
        var decision = Engine(Shorten).Decide(Call("x", new { count = 500, text = "write to anna@example.com", list = new[] { new { key = "a" } }, other = 1 }));
        decision.Verdict.ShouldBe(PolicyVerdict.Transform);
        decision.Arguments!.Value.GetRawText().ShouldBe("""{"count":10,"text":"write to [EMAIL_ADDRESS]","list":[{"key":"none"}],"other":1}""");
    }

    [Theory]
    [InlineData("**", """{"a":"x [EMAIL_ADDRESS]","b":[{"c":"[EMAIL_ADDRESS]","d":3}]}""")]
    [InlineData("b", """{"a":"x anna@example.com","b":[{"c":"[EMAIL_ADDRESS]","d":3}]}""")]
    [InlineData("*.*.c", """{"a":"x anna@example.com","b":[{"c":"[EMAIL_ADDRESS]","d":3}]}""")]
    public void Personal_data_is_taken_out_wherever_the_path_reaches(string path, string expected)
    {
        var policy = $"policy: p\nrules:\n  - id: a\n    then: transform\n    change: [{{ path: \"{path}\", do: redact }}]";
        Engine(policy).Decide(Call("x", new { a = "x anna@example.com", b = new[] { new { c = "bob@example.org", d = 3 } } }))
            .Arguments!.Value.GetRawText().ShouldBe(expected);
    }

    [Theory]
    [InlineData("over: 100", "99", PolicyVerdict.Allow)]
    [InlineData("over: 100", "1e30", PolicyVerdict.Ask)]
    [InlineData("over: 100", "1e99", PolicyVerdict.Ask)]
    [InlineData("over: 100", "\"101\"", PolicyVerdict.Ask)]
    [InlineData("over: 100", "\"250 EUR\"", PolicyVerdict.Deny)]
    [InlineData("over: 100", "\"1,000\"", PolicyVerdict.Deny)]
    [InlineData("over: 100", "null", PolicyVerdict.Allow)]
    [InlineData("host-in: [evil.example]", "\"https://evil.example./x\"", PolicyVerdict.Ask)]
    [InlineData("host-in: [bücher.de]", "\"https://www.bücher.de/\"", PolicyVerdict.Ask)]
    [InlineData("host-in: [evil.example]", "\"https://notevil.example/\"", PolicyVerdict.Allow)]
    [InlineData("mail-in: [evil.example]", "\"Anna <anna@example.com>; eve@mx.evil.example\"", PolicyVerdict.Ask)]
    [InlineData("mail-not-in: [example.com]", "\"anna@example.com, bob@example.com\"", PolicyVerdict.Allow)]
    public void What_cannot_be_compared_does_not_pass(string condition, string value, PolicyVerdict expected)
    {
        var policy = $"policy: p\nrules:\n  - id: a\n    when: {{ arguments: [{{ path: x|y, {condition} }}] }}\n    then: ask";
        var arguments = JsonElement.Parse($$"""{"y":{{value}}}""");
        Engine(policy).Decide(new PolicyRequest(PolicyMoment.Tool, "t", DateTimeOffset.UnixEpoch) { Arguments = arguments }).Verdict.ShouldBe(expected);
    }

    [Fact]
    public void What_lies_deeper_than_is_looked_at_does_not_pass()
    {
        var deep = JsonElement.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40));
        var policy = "policy: p\nrules:\n  - id: a\n    when: { arguments: [{ path: \"**\", is: secret }] }\n    then: deny";
        Engine(policy).Decide(new PolicyRequest(PolicyMoment.Tool, "t", DateTimeOffset.UnixEpoch) { Arguments = deep }).Verdict.ShouldBe(PolicyVerdict.Deny);
    }

    [Fact]
    public void A_policy_in_shadow_only_says_what_it_would_do()
    {
        var decision = Engine(Deny.Replace("version", "mode: shadow\nversion", StringComparison.Ordinal)).Decide(Call("mail.send", new { to = "b@evil.example" }));
        decision.Verdict.ShouldBe(PolicyVerdict.Allow);
        decision.Shadows.ShouldHaveSingleItem().Verdict.ShouldBe(PolicyVerdict.Deny);
    }

    [Fact]
    public void What_no_rule_allows_is_denied_where_that_is_the_default()
    {
        var engine = Engine("policy: p\ndefault: deny\nrules:\n  - id: reading\n    when: { tool: files.read }\n    then: allow\n");
        engine.Decide(Call("files.read", new { })).Verdict.ShouldBe(PolicyVerdict.Allow);
        engine.Decide(Call("files.write", new { })).Rule.ShouldBe("default");
    }

    [Fact]
    public void The_same_request_has_the_same_hash_and_another_has_another()
    {
        var engine = Engine(Deny);
        var one = engine.Decide(Call("x", new { a = 1 })).InputHash;
        engine.Decide(Call("x", new { a = 1 })).InputHash.ShouldBe(one);
        engine.Decide(Call("x", new { a = 2 })).InputHash.ShouldNotBe(one);
    }

    [Theory]
    [InlineData("policy: p\nrules:\n  - id: a\n    when: { tol: x }\n    then: deny", "'tol' is not known here")]
    [InlineData("policy: p\nrules:\n  - id: a\n    then: forbid", "'forbid' is no verdict")]
    [InlineData("policy: p\nrules: []", "at least one rule")]
    [InlineData("policy: p\nrules:\n  - id: a\n    then: transform", "'change:'")]
    [InlineData("policy: p\nrules:\n  - id: a\n    when: { arguments: [{ path: x, over: many }] }\n    then: deny", "needs a number")]
    [InlineData("policy: p\nrules:\n  - id: a\n    when: { effect-or-sink: yes }\n    then: deny", "is true or false")]
    [InlineData("policy: p\nrules:\n  - id: a\n    when: { effect: wrold }\n    then: deny", "none, local or world")]
    [InlineData("policy: p\nrules:\n  - id: a\n    then: deny\n  - id: a\n    then: deny", "two rules are called 'a'")]
    public void A_file_that_is_no_policy_is_refused_with_the_place(string text, string message)
    {
        var error = Should.Throw<AxleException>(() => PolicyReader.Read(text, "p.yaml"));
        error.Message.ShouldContain(message);
        error.Message.ShouldContain("p.yaml(");
    }

    private static PolicyEngine Engine(params string[] files) => new([.. files.Select(static f => PolicyReader.Read(f, "test.yaml"))]);

    private static PolicyRequest Call(string tool, object arguments) =>
        new(PolicyMoment.Tool, tool, DateTimeOffset.UnixEpoch) { Arguments = JsonSerializer.SerializeToElement(arguments) };
}
