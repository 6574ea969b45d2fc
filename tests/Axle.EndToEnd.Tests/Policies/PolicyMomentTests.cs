using Axle.EndToEnd.Tests.Attacks;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Microsoft.Extensions.DependencyInjection;

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

    private const string Reads = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: read, tool: page.read, with: {page: "${{ inputs.page }}"}, cache: {key: "${{ inputs.page }}", ttl: 1h}}
        """;

    private const string ReadsAgain = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: first, tool: page.read, with: {page: "${{ inputs.page }}"}}
          - {key: read, dependsOn: [first], tool: page.read, with: {page: "${{ inputs.page }}"}, cache: {key: "${{ inputs.page }}", ttl: 1h}}
        """;

    [Theory]
    [InlineData("deny", "", RunStatus.Failed)]
    [InlineData("ask", "", RunStatus.Failed)]
    [InlineData("transform", "change: [{path: page, do: set, value: '2'}]", RunStatus.Completed)]
    [InlineData("allow", "", RunStatus.Completed)]
    public async Task A_policy_decides_about_a_result_that_is_there_already_as_about_a_call(string verdict, string change, RunStatus status)
    {
        await using var office = new Office(
            $$"""
            policy: pages
            rules:
              - id: once
                on: tool
                when: {tool: page.read, integrity: untrusted}
                then: {{verdict}}
                reason: It has read enough.
                {{change}}
            """);
        var (one, two) = (office.Publish("Page one."), office.Publish("Page two."));
        two.ShouldBe("2");
        (await office.RunAsync(Reads, one, TestContext.Current.CancellationToken)).Status.ShouldBe(RunStatus.Completed);
        var again = await office.RunAsync(ReadsAgain, one, TestContext.Current.CancellationToken);

        again.Status.ShouldBe(status);
        var read = again.Find("read")!;
        if (status == RunStatus.Failed)
            read.Error!.Message.ShouldContain("It has read enough.");
        else
            read.Output!.Value.GetProperty("text").GetString().ShouldBe(verdict == "transform" ? "Page two." : "Page one.");
        read.Decisions.Any(static d => d.Kind == "cache-hit").ShouldBe(verdict == "allow");
    }

    [Theory]
    [InlineData("{path: tools, do: remove}")]
    [InlineData("{path: 'tools.*', do: remove}")]
    [InlineData("{path: tools, do: set, value: another.tool}")]
    public async Task Tools_that_a_policy_takes_from_a_model_are_not_offered(string change)
    {
        await using var office = new Office(Changing(change));
        (await office.RunAsync(Sends, "0", TestContext.Current.CancellationToken)).Status.ShouldBe(RunStatus.Completed);
        office.Mail.Sent.ShouldBe(0);
    }

    [Theory]
    [InlineData("{path: maxOutputTokens, do: limit, value: 100}", true)]
    [InlineData("{path: maxOutputTokens, do: limit, value: 0}", false)]
    [InlineData("{path: maxOutputTokens, do: limit, value: -1}", false)]
    [InlineData("{path: maxOutputTokens, do: set, value: few}", false)]
    [InlineData("{path: maxOutputTokens, do: remove}", false)]
    public async Task A_change_that_cannot_be_carried_out_stops_the_call(string change, bool isAsked)
    {
        await using var office = new Office(Changing(change));
        var run = await office.RunAsync(Sends, "0", TestContext.Current.CancellationToken);
        (office.Mail.Sent > 0).ShouldBe(isAsked);
        if (!isAsked)
            run.Find("work")!.Error!.Message.ShouldContain("maxOutputTokens");
    }

    private const string Sends = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: work, agent: sender, action: task, with: {task: "Write to somebody."}}
        """;

    private static string Changing(string change) => $$"""
        policy: models
        rules:
          - {id: change, on: model, when: {model: "gullible-*"}, then: transform, change: [{{change}}]}
        """;

    private const string KeptInside = """
        policy: inside
        rules:
          - {id: no-mail, on: tool, when: {tool: mail.send, confidentiality: confidential}, then: deny, reason: It is confidential.}
          - {id: no-model, on: model, when: {model: "gullible-*", confidentiality: confidential}, then: deny, reason: Not for this model.}
        """;

    private const string ReadsAndSends = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: read, tool: page.read, with: {page: "${{ inputs.page }}"}}
          - {key: act, tool: mail.send, with: {order: "${{ steps.read.output.text }}"}}
        """;

    private const string ThinksAndSends = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: read, tool: page.read, with: {page: "${{ inputs.page }}"}}
          - {key: act, prompt: "Say it: ${{ steps.read.output.text }}"}
        """;

    private const string Loops = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - key: each
            forEach:
              items: ["1"]
              steps:
                - {key: read, tool: page.read, with: {page: "${{ inputs.page }}"}}
          - {key: act, dependsOn: [each], tool: mail.send, with: {order: done}}
        """;

    private const string Recalls = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: keep, tool: memory.write, with: {name: plan, value: "${{ inputs.page }}"}}
          - {key: recall, dependsOn: [keep], tool: memory.read, with: {name: plan}}
          - {key: act, tool: mail.send, with: {order: "${{ steps.recall.output.value }}"}}
        """;

    private const string IsTold = """
        name: work
        inputs: {page: {type: string}}
        steps:
          - {key: ask, approval: Shall it be sent?}
          - {key: told, dependsOn: [ask], wait: {signal: plan}}
          - {key: act, tool: mail.send, with: {order: "${{ steps.told.output.text }}"}}
        """;

    [Theory]
    [InlineData("{'crm.*': confidential}", true)]
    [InlineData("{'crm.*': confidential, 'signal:*': open}", false)]
    public async Task What_a_signal_brings_hides_where_it_comes_from_unless_somebody_says_who_may_see_it(string levels, bool isStopped)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var office = new Office($"  confidentiality: {levels}", [KeptInside]);
        var asked = await office.RunAsync(IsTold, office.Publish("The plan."), stop);
        await office.Services.GetRequiredService<WorkflowEngine>().SignalAsync(asked.Id, "plan", """{"text":"The plan."}""", cancellationToken: stop);

        var run = await office.AgreeAsync(asked, "ask", "anna", stop);

        run.Status.ShouldBe(isStopped ? RunStatus.Failed : RunStatus.Completed, run.Error?.Message);
        office.Mail.Sent.ShouldBe(isStopped ? 0 : 1);
    }

    [Theory]
    [InlineData(Recalls, "{'crm.*': confidential}", true)]
    [InlineData(Recalls, "{'crm.*': confidential, 'memory.*': open}", false)]
    [InlineData(ReadsAndSends, "{page.read: confidential}", true)]
    [InlineData(ReadsAndSends, "{'page.*': confidential, page.read: internal}", false)]
    [InlineData(ReadsAndSends, "{'page.rea*': confidential, 'page.*ead': internal}", true)]
    [InlineData(ReadsAndSends, "{'page.rea*': internal, 'page.*ead': confidential}", true)]
    [InlineData(ReadsAndSends, "{'crm.*': confidential}", false)]
    [InlineData(ReadsAndSends, "{'tool:*': confidential}", true)]
    [InlineData(ThinksAndSends, "{page.read: confidential}", true)]
    [InlineData(Loops, "{page.read: confidential}", true)]
    public async Task What_comes_from_a_confidential_source_stays_so_wherever_it_goes(string workflow, string levels, bool isStopped)
    {
        await using var office = new Office($"  confidentiality: {levels}", [KeptInside]);
        var run = await office.RunAsync(workflow, office.Publish("The plan."), TestContext.Current.CancellationToken);
        run.Status.ShouldBe(isStopped ? RunStatus.Failed : RunStatus.Completed, run.Error?.Message);
        if (isStopped)
            run.Find("act")!.Error!.Kind.ShouldBe(ErrorKind.Refused);
    }

    [Theory]
    [InlineData("helper")]
    [InlineData("chief")]
    public async Task An_agent_that_has_read_it_and_whom_it_hands_work_to_may_not_let_it_out(string agent)
    {
        var workflow = $$$"""
            name: work
            inputs: {page: {type: string}}
            steps:
              - {key: act, agent: {{{agent}}}, action: task, with: {task: "Do what page 1 says."}}
            """;
        foreach (var isOn in (bool[])[true, false])
        {
            await using var office = new Office(isOn ? "  confidentiality: {page.read: confidential}" : "", [KeptInside]);
            office.Publish("The plan.");
            await office.RunAsync(workflow, "1", TestContext.Current.CancellationToken);
            (office.Mail.Sent > 0).ShouldBe(!isOn);
        }
    }
}
