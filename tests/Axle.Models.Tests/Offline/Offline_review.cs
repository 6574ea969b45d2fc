using System.Text.Json;
using Axle.Models.Prompts;
using Axle.Models.Providers.Offline;
using Axle.Schemas;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Offline;

public sealed class Offline_review
{
    private const string OfflineSentence = "no language model was asked.";

    [Fact]
    public async Task Summary_names_the_biggest_risk_its_place_and_what_to_do_first()
    {
        var summary = (await AnswerAsync(Samples.Evidence(), Samples.ReviewSchema())).GetProperty("summary").GetString()!;

        summary.ShouldStartWith("Webshop has 6 findings in 4 files: 1 critical, 4 high and 1 medium (score 49.9 of 100, grade D).");
        summary.ShouldContain("The biggest risk: hardcoded secret (critical, 2 places). The payment key 'sk_l…9' is written into the source (src/payments/gateway.py:14).");
        summary.ShouldContain("SQL concatenation (high, 3 places");
        summary.ShouldContain("Start at src/payments/gateway.py:14: Move the key into the environment and revoke this one.");
        summary.ShouldContain("The weight lies in src/payments (3 findings, 56% of the weight)");
        summary.ShouldContain("Nothing was reported by security.weak-config.");
        summary.ShouldNotContain("lint: The style is even.");
        summary.ShouldEndWith(OfflineSentence);
        summary.Split(OfflineSentence).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Themes_and_recommendations_follow_the_weight_and_point_to_their_findings()
    {
        var review = await AnswerAsync(Samples.Evidence(), Samples.ReviewSchema());

        var themes = review.GetProperty("themes").EnumerateArray().ToList();
        themes.Select(t => t.GetProperty("title").GetString()).ShouldBe(["Hardcoded secret", "SQL concatenation", "Long function"]);
        themes.Select(t => t.GetProperty("severity").GetString()).ShouldBe(["critical", "high", "medium"]);
        themes[1].GetProperty("evidence").EnumerateArray().Select(e => e.GetInt32()).ShouldBe([3, 2, 4]);
        var first = review.GetProperty("recommendations")[0];
        first.GetProperty("title").GetString().ShouldBe("Move the key into the environment and revoke this one");
        first.GetProperty("detail").GetString()!.ShouldContain("src/payments/gateway.py:14");
    }

    [Fact]
    public async Task Offline_nothing_is_concluded_and_what_offline_steps_counted_is_not_told_again()
    {
        var evidence = Samples.Json("""
            {"workspace":"shop","upstream":{"lint":{"summary":"Shop has 1 finding in 1 file. Written offline from the tools' facts; no language model was asked.",
             "findings":[{"rule":"structure.a","severity":"high","file":"a.cs","line":1,"message":"Long."},{"rule":"structure.b","severity":"low","file":"a.cs","line":1,"message":"Deep."}]},
             "model":{"summary":"The parser is the weak spot."}}}
            """);

        var review = await AnswerAsync(evidence, Samples.ReviewSchema());

        (review.TryGetProperty("conclusions", out var conclusions) ? conclusions.GetArrayLength() : 0).ShouldBe(0);
        review.GetProperty("summary").GetString()!.ShouldContain("model: The parser is the weak spot.");
        review.GetProperty("summary").GetString()!.ShouldNotContain("lint:");
    }

    [Fact]
    public async Task Critical_finding_holds_the_score_below_fifty()
    {
        (await AnswerAsync(Samples.Evidence(), Samples.ReviewSchema())).GetProperty("score").GetDouble().ShouldBeLessThan(50);
        (await AnswerAsync(Clean(), Samples.ReviewSchema())).GetProperty("score").GetDouble().ShouldBe(100);
    }

    [Fact]
    public async Task Clean_workspace_is_called_clean_by_those_who_looked()
    {
        var summary = (await AnswerAsync(Clean(), Samples.ReviewSchema())).GetProperty("summary").GetString()!;
        summary.ShouldContain("1 tool looked at shop and reported no findings.");
        summary.ShouldContain("security.secrets: 12 files read.");
    }

    [Theory]
    [InlineData("""{"workspace":"shop","tools":{},"upstream":{}}""")]
    [InlineData("""{"workspace":"shop","tools":{"security.secrets":{"files":0,"findings":[]},"code.structure":{"summary":{"filesAnalysed":0},"findings":[]}}}""")]
    [InlineData("""{"workspace":"shop","tools":{"git.history":{"error":"This is no git repository"}}}""")]
    [InlineData("""{"workspace":"shop","upstream":{"lint":{"status":"completed","offline":true,"findings":[]},"secrets":{"status":"skipped","findings":[]}}}""")]
    public async Task Workspace_in_which_nothing_was_read_has_no_score_and_is_not_called_clean(string evidence)
    {
        var review = await AnswerAsync(Samples.Json(evidence), Samples.ReviewSchema());

        review.TryGetProperty("score", out _).ShouldBeFalse();
        var summary = review.GetProperty("summary").GetString()!;
        summary.ShouldStartWith("Nothing shows that a file of shop was read, so there is no score");
        summary.ShouldNotContain("looked at");
        summary.ShouldNotContain("Nothing was reported by");
    }

    [Fact]
    public async Task Findings_about_an_empty_workspace_give_no_score()
    {
        var evidence = Samples.Json("""
            {"workspace":"shop","tools":{"docs.inventory":{"summary":{"filesAnalysed":0},"findings":[{"rule":"docs.no-readme","severity":"medium","file":".","line":1,"message":"There is no README."}]}}}
            """);
        var review = await AnswerAsync(evidence, Samples.ReviewSchema());

        review.TryGetProperty("score", out _).ShouldBeFalse();
        review.GetProperty("summary").GetString()!.ShouldStartWith("Shop has 1 finding in 1 file: 1 medium (no score: nothing shows that a file was read).");
    }

    [Fact]
    public async Task Score_that_must_be_given_without_facts_is_said_to_be_unknown()
    {
        var schema = Samples.Json("""{"type":"object","required":["summary","score"],"properties":{"summary":{"type":"string"},"score":{"type":"number"}}}""");

        var review = await AnswerAsync(Samples.Json("""{"workspace":"shop","tools":{}}"""), schema);

        review.GetProperty("score").GetDouble().ShouldBe(0);
        review.GetProperty("summary").GetString()!.ShouldContain("The evidence does not tell score");
    }

    [Fact]
    public async Task Step_without_tools_counts_the_steps_that_looked_before_it()
    {
        var evidence = Samples.Json("""
            {"workspace":"shop","tools":{},"upstream":{"lint":{"status":"completed","offline":true,"score":100,"summary":"3 tools looked at shop and reported no findings.","findings":[]},
             "plan":{"status":"completed","offline":true,"summary":"Nothing to plan.","findings":[]}}}
            """);
        var review = await AnswerAsync(evidence, Samples.ReviewSchema());

        review.GetProperty("score").GetDouble().ShouldBe(100);
        review.GetProperty("summary").GetString()!.ShouldStartWith("1 earlier step looked at shop and reported no findings. lint: 3 tools looked at shop");
    }

    [Fact]
    public async Task What_the_evidence_does_not_tell_is_said_and_left_empty()
    {
        var schema = Samples.Json("""
            {"type":"object","required":["summary","ownerName","costInEuro","offline","criticalCount","averageComplexity"],"properties":{"summary":{"type":"string"},
             "ownerName":{"type":["string","null"]},"costInEuro":{"type":["number","null"]},"offline":{"type":"boolean"},
             "criticalCount":{"type":"integer"},"averageComplexity":{"type":"number"},"optionalGuess":{"type":"string"}}}
            """);

        var answer = await AnswerAsync(Samples.Evidence(), schema);

        answer.GetProperty("ownerName").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("costInEuro").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("offline").GetBoolean().ShouldBeTrue();
        answer.GetProperty("criticalCount").GetInt32().ShouldBe(1);
        answer.GetProperty("averageComplexity").GetDouble().ShouldBe(3.4);
        answer.TryGetProperty("optionalGuess", out _).ShouldBeFalse();
        answer.GetProperty("summary").GetString()!.ShouldContain("The evidence does not tell cost in euro and owner name");
    }

    [Fact]
    public async Task Trimmed_evidence_and_broken_tools_are_admitted()
    {
        var evidence = Samples.Json("""
            {"workspace":"shop","trimmed":{"findingsLeftOut":7},"tools":{"git.history":{"error":{"message":"This is no git repository"}}}}
            """);
        var summary = (await AnswerAsync(evidence, Samples.ReviewSchema())).GetProperty("summary").GetString()!;
        summary.ShouldContain("git.history did not deliver: This is no git repository.");
        summary.ShouldContain("7 further findings did not fit into the prompt and are not counted here.");
    }

    [Fact]
    public async Task Finding_that_an_earlier_step_repeats_counts_once()
    {
        var evidence = Samples.Json("""
            {"workspace":"shop","tools":{"t":{"findings":[{"rule":"r.a","severity":"high","file":"a.cs","line":1,"message":"As the tool says."},
             {"rule":"r.a","severity":"high","file":"a.cs","line":1,"message":"A second one on the line."}]}},
             "upstream":{"lint":{"findings":[{"rule":"r.a","severity":"high","file":"a.cs","line":1,"message":"As the agent says."},{"rule":"r.b","file":"b.cs","line":2,"message":"New."}]}}}
            """);
        (await AnswerAsync(evidence, Samples.ReviewSchema())).GetProperty("summary").GetString()!.ShouldStartWith("Shop has 3 findings in 2 files: 2 high and 1 info");
    }

    [Fact]
    public async Task Without_schema_a_page_is_written()
    {
        using var client = new OfflineChatClient();
        var response =
            await client.GetResponseAsync(EvidencePrompt.Compose("i", "q", Samples.Evidence(), null), cancellationToken: TestContext.Current.CancellationToken);
        response.Text.ShouldStartWith("# Review security: webshop\n\n## Overview");
        response.Text.ShouldContain("## What to do first");
        response.Text.ShouldEndWith(OfflineSentence);
        response.AdditionalProperties!["offline"].ShouldBe(true);
    }

    [Fact]
    public async Task Without_evidence_it_says_that_nobody_is_there_and_what_the_text_shows()
    {
        using var client = new OfflineChatClient();
        var response = await client.GetResponseAsync("Why does src/Pay/Gate.cs fail?", cancellationToken: TestContext.Current.CancellationToken);
        response.Text.ShouldStartWith("No language model is configured");
        response.Text.ShouldContain("4 words and 1 question mark; it names src/Pay/Gate.cs.");
        response.Text.ShouldContain("ANTHROPIC_API_KEY");
    }

    [Fact]
    public async Task Schema_that_nothing_meets_is_refused_with_its_place()
    {
        var schema = Samples.Json("""{"type":"object","required":["code"],"properties":{"code":{"type":"string","pattern":"^[0-9]{13}-X$"}}}""");
        var error = (await Should.ThrowAsync<AxleException>(() => AnswerAsync(Samples.Evidence(), schema))).Error;
        error.Kind.ShouldBe(ErrorKind.Validation);
        error.Message.ShouldContain("at '/code' nothing it can truthfully say meets 'pattern'");
    }

    [Fact]
    public async Task Any_schema_is_met_by_any_evidence_and_twice_by_the_same_answer()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var schema = new RandomSchema(random).Next();
            var evidence = new RandomEvidence(random).Next();
            try
            {
                var answer = await AnswerAsync(evidence, schema);
                JsonSchema.Parse(schema).Validate(answer).ToString().ShouldBe("");
                answer.GetRawText().ShouldBe((await AnswerAsync(evidence, schema)).GetRawText());
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, schema {schema.GetRawText()}: {e.Message}", e);
            }
        }
    }

    private static JsonElement Clean() =>
        Samples.Json("""{"workspace":"shop","tools":{"security.secrets":{"summary":"12 files read","findings":[]}}}""");

    private static async Task<JsonElement> AnswerAsync(JsonElement evidence, JsonElement schema)
    {
        using var client = new OfflineChatClient();
        var messages = EvidencePrompt.Compose("You review.", "Review this workspace.", evidence, schema);
        var response = await client.GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);
        return Samples.Json(response.Text);
    }
}
