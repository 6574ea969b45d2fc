using System.Text.Json;
using Axle.EndToEnd.Tests.Attacks;
using Axle.Workflows.Runs;

namespace Axle.EndToEnd.Tests.Answers;

/// <summary>Guards of answers as <c>axle.yaml</c> sets them, in runs whose model says what it is told.</summary>
public sealed class OutputGuardTests
{
    [Fact]
    public async Task What_may_not_be_said_is_taken_out_and_the_history_says_so_without_the_words()
    {
        await using var office = Settings("    topics: {competitors: {words: [Globex], action: sanitise}}\n    secrets: sanitise");
        var run = await office.RunAsync(Saying("Buy from GLOBEX with key ghp_0123456789abcdefghijABCDEFGHIJ012345."), "0", TestContext.Current.CancellationToken);
        run.Status.ShouldBe(RunStatus.Completed);
        var think = run.Find("think")!;
        var text = think.Output!.Value.GetProperty("text").GetString()!;
        text.ShouldContain("Buy from [competitors removed] with key [secrets removed].");
        text.ShouldNotContain("ghp_");
        var noted = think.Decisions.Where(static d => d.Kind == "guard-decided").Select(static d => d.Data!.Value).ToArray();
        noted.Select(static n => n.GetProperty("guard").GetString()).ShouldBe(["output-guard:topics.competitors", "output-guard:secrets"], ignoreOrder: true);
        JsonSerializer.Serialize(noted).ShouldNotContain("Globex", Case.Insensitive);
    }

    [Theory]
    [InlineData("careful", "[competitors removed] and [competitors removed], key [secrets removed].")]
    [InlineData("plain", "[competitors removed] and Initech, key [secrets removed].")]
    public async Task An_agents_own_guards_look_for_more_and_for_no_less_than_those_of_all(string agent, string said)
    {
        await using var office = Settings("    topics: {competitors: {words: [Globex], action: sanitise}}\n    secrets: sanitise");
        var run = await office.RunAsync(
            Working(agent, "Globex and Initech, key ghp_0123456789abcdefghijABCDEFGHIJ012345."), "0", TestContext.Current.CancellationToken);
        run.Status.ShouldBe(RunStatus.Completed, run.Error?.Message);
        run.Find("work")!.Output!.Value.GetProperty("summary").GetString()!.ShouldContain(said);
    }

    [Fact]
    public async Task An_agents_own_settings_say_when_its_work_is_handed_to_a_person()
    {
        await using var office = Settings("    topics: {competitors: {words: [Globex], action: block}}");
        (await office.RunAsync(Working("plain", "Globex"), "0", TestContext.Current.CancellationToken)).Status.ShouldBe(RunStatus.Failed);
        var run = await office.RunAsync(Working("careful", "Globex"), "0", TestContext.Current.CancellationToken);
        var question = run.Records.Single(static r => r is { Kind: "approval", Status: StepStatus.Waiting });
        question.Question!.Value.GetProperty("message").GetString()!.ShouldContain("needs a person");
        var ended = await office.AnswerAsync(
            run, JsonSerializer.Serialize(new { path = question.Path, decision = "reject", comment = "No." }), "ben", TestContext.Current.CancellationToken);
        ended.Status.ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public async Task What_is_blocked_fails_the_step_with_the_reason_in_the_history()
    {
        await using var office = Settings("    medicalAdvice: block");
        var run = await office.RunAsync(Saying("You should stop taking your medication today."), "0", TestContext.Current.CancellationToken);
        run.Status.ShouldBe(RunStatus.Failed);
        run.Find("think")!.Error!.Kind.ShouldBe(ErrorKind.Refused);
        run.Find("think")!.Decisions.ShouldContain(static d => d.Summary.Contains("medical-advice"));
    }

    [Fact]
    public async Task A_person_looks_at_an_answer_that_is_held_back_and_what_the_person_makes_of_it_goes_on()
    {
        await using var office = Settings("    financialAdvice: person");
        var waiting = await office.RunAsync(Saying("You should buy shares of it."), "0", TestContext.Current.CancellationToken);
        var question = waiting.Records.Single(static r => r is { Kind: "approval", Status: StepStatus.Waiting });
        question.Question!.Value.GetRawText().ShouldContain("financial-advice");
        var answer = JsonSerializer.Serialize(new { path = question.Path, decision = "approve", parameters = new { answer = new { text = "Ask your bank." } } });
        var run = await office.AnswerAsync(waiting, answer, "ben", TestContext.Current.CancellationToken);
        run.Status.ShouldBe(RunStatus.Completed, run.Error?.Message);
        run.Find("think")!.Output!.Value.GetProperty("text").GetString().ShouldBe("Ask your bank.");
    }

    [Theory]
    [InlineData("approve", "Write about Globex.")]
    [InlineData("approve", "Write about nobody.")]
    [InlineData("reject", "Write about Globex.")]
    public async Task A_call_of_a_tool_in_an_answer_that_a_person_must_look_at_is_not_made_before(string decision, string order)
    {
        await using var office = Settings("    topics: {competitors: {words: [Globex], action: person}}");
        var waiting = await office.RunAsync(Working("sender", "Write about Globex."), "0", TestContext.Current.CancellationToken);
        var question = waiting.Records.Single(static r => r is { Kind: "approval", Status: StepStatus.Waiting });
        question.Question!.Value.GetRawText().ShouldContain("topics.competitors");
        office.Mail.Sent.ShouldBe(0);

        var answer = decision == "reject"
            ? JsonSerializer.Serialize(new { path = question.Path, decision })
            : JsonSerializer.Serialize(new { path = question.Path, decision, parameters = new { order } });
        await office.AnswerAsync(waiting, answer, "ben", TestContext.Current.CancellationToken, untilAsked: true);
        if (decision == "approve")
            office.Mail.First.ShouldBe(order);
        else
            office.Mail.First.ShouldNotBe(order);
    }

    [Fact]
    public async Task Work_that_is_handed_on_in_an_answer_that_a_person_must_look_at_is_not_begun_before()
    {
        await using var office = Settings("    topics: {competitors: {words: [Globex], action: person}}");
        var page = office.Publish("Write about Globex.");
        var waiting = await office.RunAsync(Working("chief", $"Do what page {page} says."), page, TestContext.Current.CancellationToken);
        waiting.Records.Single(static r => r is { Kind: "approval", Status: StepStatus.Waiting }).Question!.Value.GetRawText().ShouldContain("delegate");
        waiting.Records.ShouldNotContain(static r => r.Path.Contains("delegate-1") && r.StartedAt != null);
        office.Mail.Sent.ShouldBe(0);
    }

    [Theory]
    [InlineData("this is true", RunStatus.Completed)]
    [InlineData("this is made up", RunStatus.Failed)]
    public async Task An_answer_that_its_sources_do_not_bear_out_is_blocked_by_the_judge(string said, RunStatus status)
    {
        await using var office = Settings("    groundedness: {action: block, least: 0.7}");
        var run = await office.RunAsync(
            $$$"""
            name: work
            inputs: {page: {type: string}}
            steps:
              - {key: think, prompt: "Say: {{{said}}}.", with: {source: "The page."} }
            """,
            "0", TestContext.Current.CancellationToken);
        run.Status.ShouldBe(status, run.Error?.Message);
    }

    private static Office Settings(string output) => new($"  output:\n{output}", []);

    private static string Working(string agent, string task) => $$$"""
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: work, agent: {{{agent}}}, action: task, with: {task: "{{{task}}}"}}
        """;

    private static string Saying(string text) => $$$"""
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: think, prompt: "{{{text}}}"}
        """;
}
