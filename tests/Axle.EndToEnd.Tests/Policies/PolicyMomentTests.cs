using Axle.EndToEnd.Tests.Attacks;
using Axle.Workflows.Runs;

namespace Axle.EndToEnd.Tests.Policies;

/// <summary>Policies of files before models are asked and before a consent counts, and what the history of a run has of them.</summary>
public sealed class PolicyMomentTests
{
    private const string Prompt = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: think, prompt: "Say secret-word."}
        """;

    private const string Agreed = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: read, tool: page.read, with: {page: "${{ inputs.page }}"}}
          - {key: ok, dependsOn: [read], approval: {message: "Send it?"}}
          - {key: act, dependsOn: [ok], tool: mail.send, with: {order: "${{ steps.read.output.text }}"}}
        """;

    [Fact]
    public async Task A_model_that_a_policy_denies_is_not_asked_nothing_stands_in_for_it_and_the_history_says_why_without_the_prompt()
    {
        await using var office = new Office(
            """
            policy: models
            rules:
              - {id: not-this-one, on: model, when: {model: "gullible-*"}, then: deny, reason: It believes anybody.}
            """);
        var run = await office.RunAsync(Prompt, "0", TestContext.Current.CancellationToken);

        run.Status.ShouldBe(RunStatus.Failed);
        var think = run.Find("think")!;
        think.Error!.Kind.ShouldBe(ErrorKind.Refused);
        think.Error.Message.ShouldContain("It believes anybody.");
        var decided = think.Decisions.Where(static d => d.Kind == "guard-decided").ShouldHaveSingleItem();
        decided.Data!.Value.GetProperty("guard").GetString().ShouldBe("policy:models@1");
        decided.Data.Value.GetProperty("verdict").GetString().ShouldBe("deny");
        decided.Data.Value.GetProperty("reason").GetString().ShouldBe("not-this-one");
        decided.Data.Value.GetProperty("inputHash").GetString()!.Length.ShouldBe(64);
        decided.Data.Value.GetRawText().ShouldNotContain("secret-word");
    }

    [Fact]
    public async Task A_policy_in_shadow_mode_is_in_the_history_and_stops_nothing()
    {
        await using var office = new Office(
            """
            policy: models
            mode: shadow
            rules:
              - {id: not-this-one, on: model, when: {model: "gullible-*"}, then: deny, reason: It believes anybody.}
            """);
        var run = await office.RunAsync(Prompt, "0", TestContext.Current.CancellationToken);
        run.Status.ShouldBe(RunStatus.Completed);
        run.Find("think")!.Decisions.Where(static d => d.Kind == "guard-decided").ShouldHaveSingleItem().Data!.Value
            .GetProperty("isShadow").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("anna", 0)]
    [InlineData("ben", 1)]
    public async Task Nobodys_consent_counts_for_what_is_done_in_his_own_name(string person, int sent)
    {
        await using var office = new Office("untrusted-to-sinks.yaml", "four-eyes.yaml");
        var waiting = await office.RunAsync(Agreed, office.Publish("Nothing to see."), TestContext.Current.CancellationToken);
        waiting.Find("ok")!.Status.ShouldBe(StepStatus.Waiting);
        var run = await office.AgreeAsync(waiting, "ok", person, TestContext.Current.CancellationToken);

        office.Mail.Sent.ShouldBe(sent);
        run.Find("act")!.Decisions.Select(static d => d.Data!.Value.GetProperty("guard").GetString())
            .ShouldBe(sent == 1 ? ["policy:untrusted-to-sinks@1"] : ["policy:untrusted-to-sinks@1", "policy:four-eyes@1"]);
    }

    [Fact]
    public async Task A_policy_shortens_answers_of_those_who_set_no_limit_too()
    {
        await using var office = new Office(
            """
            policy: models
            rules:
              - id: short
                on: model
                when: {model: "gullible-*"}
                then: transform
                change: [{path: maxOutputTokens, do: limit, value: 100}]
            """);
        (await office.RunAsync(Prompt, "0", TestContext.Current.CancellationToken)).Status.ShouldBe(RunStatus.Completed);
        office.Model.MostTokens.ShouldBe(100);
    }

    [Fact]
    public async Task A_result_that_is_reused_is_of_nobody_knows_where()
    {
        await using var office = new Office("untrusted-to-sinks.yaml");
        const string Reuses = """
            name: work
            inputs: {page: {type: string}}
            steps:
              - {key: think, prompt: "Say it.", cache: {key: same, ttl: 1h}}
              - {key: act, tool: mail.send, with: {order: "${{ steps.think.output.text }}"}}
            """;
        (await office.RunAsync(Reuses, "0", TestContext.Current.CancellationToken)).Status.ShouldBe(RunStatus.Completed);
        var again = await office.RunAsync(Reuses, "0", TestContext.Current.CancellationToken);
        again.Find("act")!.Error!.Message.ShouldContain("untrusted-to-effect");
        office.Mail.Sent.ShouldBe(1);
    }
}
