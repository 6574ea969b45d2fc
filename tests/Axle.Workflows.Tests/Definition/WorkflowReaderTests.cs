using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Workflows.Tests.Definition;

public class WorkflowReaderTests
{
    private const string OneStep = "\nsteps:\n  - { key: a, tool: t }\n";

    [Theory]
    [MemberData(nameof(Samples.Executable), MemberType = typeof(Samples))]
    public void Files_of_the_language_page_read_without_fault(string name)
    {
        var reading = WorkflowReader.Read(Samples.Text(name), name);
        reading.ToString().ShouldBeEmpty();
        reading.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Steps_carry_what_the_file_says()
    {
        var workflow = Read(Samples.Text("deploy-microservice.yaml"));
        workflow.Name.ShouldBe("deploy-microservice");
        workflow.Version.ShouldBe("1.0.0");
        workflow.Steps.Select(static s => s.Key).ShouldBe(["security-scan", "run-tests", "build-image", "deploy-staging", "smoke-tests"]);
        workflow.Steps[4].Action.ShouldBe(new AgentAction("testing", "run-smoke-tests"));
        workflow.Steps[4].DependsOn.ShouldBe(["deploy-staging"]);
        workflow.Steps[0].ContinueOnError.ShouldBeFalse();
    }

    [Fact]
    public void Defaults_apply_where_a_step_is_silent()
    {
        var workflow = Read("""
            name: x
            steps:
              - { key: silent, tool: t }
              - { key: own, tool: t, timeout: 1m, provider: openai, retry: { maxAttempts: 9 } }
            defaults: { timeout: 5m, attemptTimeout: 10s, provider: claude, model: big, retry: { initialDelay: 1s } }
            """);
        var (silent, own) = (workflow.Steps[0], workflow.Steps[1]);
        (silent.Timeout, silent.AttemptTimeout, silent.Provider, silent.Model).ShouldBe((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10), "claude", "big"));
        (own.Timeout, own.AttemptTimeout, own.Provider, own.Model).ShouldBe((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), "openai", null));
        (own.Retry.MaxAttempts, own.Retry.InitialDelay, silent.Retry.MaxAttempts).ShouldBe((9, TimeSpan.FromSeconds(1), 3));
    }

    [Fact]
    public void Defaults_for_retries_and_time_limits_are_for_steps_that_do_work()
    {
        var workflow = Read("""
            name: x
            defaults: { timeout: 5m, attemptTimeout: 10s, retry: { maxAttempts: 4, initialDelay: 1s } }
            steps:
              - { key: silent, saga: [{ key: inner, tool: t }] }
              - { key: own, saga: [{ key: inner, tool: t }], retry: { multiplier: 3 }, timeout: 7d }
              - { key: pause, wait: 30d }
            """);
        var (silent, own) = (workflow.Steps[0], workflow.Steps[1]);
        (silent.Retry, silent.Timeout, silent.AttemptTimeout).ShouldBe((RetryPolicy.None, null, null));
        (own.Retry.MaxAttempts, own.Retry.InitialDelay, own.Timeout).ShouldBe((4, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)));
        (workflow.Steps[2].Retry, workflow.Steps[2].Timeout).ShouldBe((RetryPolicy.None, null));
        var inner = ((SagaAction)silent.Action).Steps[0];
        (inner.Retry.MaxAttempts, inner.Timeout, inner.AttemptTimeout).ShouldBe((4, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Effects_and_missed_starts_are_read_and_have_defaults()
    {
        var workflow = Read("""
            name: x
            on: { schedule: [{ every: 1h }, { every: 1h, missed: skip }, { every: 1h, missed: all }] }
            steps: [{ key: a, tool: t }, { key: b, tool: t, effect: once }, { key: c, tool: t, effect: safe }]
            """);
        workflow.On!.Schedules.Select(static s => s.Missed).ShouldBe([MissedStartChoice.Once, MissedStartChoice.Skip, MissedStartChoice.All]);
        workflow.Steps.Select(static s => s.Effect).ShouldBe([StepEffect.Idempotent, StepEffect.Once, StepEffect.Safe]);
    }

    [Fact]
    public void Scalars_have_the_types_of_the_core_schema()
    {
        var workflow = Read("""
            name: x
            variables:
              no: no
              word: on
              twelve: 012
              hex: 0x1F
              octal: 0o17
              grouped: 1_000
              real: .5
              point: 5.
              plus: +3
              text: "12"
              yes: True
              nothing: ~
              tagged: !!str 12
              big: 123456789012345678901234567890
            steps: [{ key: a, tool: t }]
            """);
        workflow.Variables.ToDictionary(static v => v.Key, static v => v.Value.Source.GetRawText()).ShouldBe(
            new Dictionary<string, string>
            {
                ["no"] = "\"no\"",
                ["word"] = "\"on\"",
                ["twelve"] = "12",
                ["hex"] = "31",
                ["octal"] = "15",
                ["grouped"] = "\"1_000\"",
                ["real"] = "0.5",
                ["point"] = "5",
                ["plus"] = "3",
                ["text"] = "\"12\"",
                ["yes"] = "true",
                ["nothing"] = "null",
                ["tagged"] = "\"12\"",
                ["big"] = "123456789012345678901234567890",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void Anchors_aliases_and_merge_keys_are_resolved()
    {
        var workflow = Read("""
            name: x
            steps:
              - &base { key: a, tool: t, timeout: 5m, with: &inputs { depth: 1 } }
              - { <<: *base, key: b, timeout: 1m }
              - { key: c, tool: u, with: *inputs }
            """);
        (workflow.Steps[1].Key, workflow.Steps[1].Action, workflow.Steps[1].Timeout).ShouldBe(("b", new ToolAction("t"), TimeSpan.FromMinutes(1)));
        workflow.Steps[2].With!.Source.GetRawText().ShouldBe("{\"depth\":1}");
    }

    [Fact]
    public void Json_and_yaml_give_the_same_workflow()
    {
        var json = """{"name": "x", "steps": [{"key": "a", "tool": "t", "with": {"text": "\u00e4\ud83d\ude00\/\n"}}]}""";
        var fromJson = Read(json, "x.json");
        var fromYaml = Read("name: x\nsteps:\n- key: a\n  tool: t\n  with: { text: \"ä😀/\\n\" }\n");
        Workflows.Definition.Writing.WorkflowHash.Compute(fromJson).ShouldBe(Workflows.Definition.Writing.WorkflowHash.Compute(fromYaml));
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1.5h", 5400)]
    [InlineData("7d", 604800)]
    [InlineData("PT1H30M", 5400)]
    [InlineData("P1DT2S", 86402)]
    [InlineData("P2W", 1209600)]
    [InlineData("PT0.5S", 0.5)]
    public void Durations_are_read(string text, double seconds) =>
        Read($"name: x\ntimeout: {text}{OneStep}").Timeout.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("30")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("0s")]
    [InlineData("20000d")]
    [InlineData("999999999999999999999d")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT1S2H")]
    [InlineData("1.5.5h")]
    [InlineData("0.0001s")]
    [InlineData("5M")]
    public void Texts_that_are_no_duration_are_refused(string text) =>
        WorkflowReader.Read($"name: x\ntimeout: '{text}'{OneStep}", "x.yaml").Faults.ShouldHaveSingleItem().Path.ShouldBe("timeout");

    [Fact]
    public void Byte_order_mark_and_windows_line_breaks_change_nothing()
    {
        var text = Samples.Text("deploy-microservice.yaml").ReplaceLineEndings("\r\n");
        var bytes = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray();
        WorkflowReader.Read(bytes, "x.yaml").IsValid.ShouldBeTrue();
        WorkflowReader.Read("\uFEFF" + text, "x.yaml").IsValid.ShouldBeTrue();
    }

    [Fact]
    public void Inner_lists_have_keys_and_contexts_of_their_own()
    {
        var faults = WorkflowReader.Read(
            """
            name: x
            inputs: { files: { type: array } }
            steps:
              - key: each
                forEach:
                  items: ${{ inputs.files }}
                  as: file
                  steps:
                    - { key: a, tool: t, with: { f: "${{ file }}", n: "${{ index }}" } }
                    - { key: b, tool: t, with: { f: "${{ steps.a.output }}", g: "${{ steps.before.output }}" } }
              - { key: before, tool: t }
              - key: again
                loop:
                  until: ${{ steps.check.output.ok && loop.index > 0 }}
                  maxIterations: 3
                  steps: [{ key: check, tool: t, onError: { default: [{ key: a, tool: t, with: { e: "${{ steps.check.error }}" } }] } }]
            """,
            "x.yaml",
            WorkflowReaderOptions.Everything).Faults;
        faults.ShouldBeEmpty();
    }

    [Fact]
    public void All_faults_come_at_once_in_the_order_of_the_file()
    {
        var reading = WorkflowReader.Read(
            """
            name: a b
            steps:
              - key: x
                tool: 5
                wen: true
              - key: y
                tool: t
                dependsOn: [z]
            outputs: { o: "${{ steps.q.output }}" }
            """,
            "x.yaml");
        reading.Faults.Select(static f => (f.Line, f.Code)).ShouldBe([(1, "AXL0124"), (4, "AXL0122"), (5, "AXL0120"), (8, "AXL0141"), (9, "AXL0154")]);
    }

    [Fact]
    public void A_fault_prints_as_file_line_column_message_and_cure()
    {
        var text = Samples.Text("deploy-microservice.yaml").Replace("- deploy-staging\n", "- deploy-stagin\n", StringComparison.Ordinal);
        WorkflowReader.Read(text, "deploy.yaml").Faults.ShouldHaveSingleItem().ToString().ShouldBe(
            "deploy.yaml(28,9): step 'smoke-tests' depends on 'deploy-stagin', which does not exist. Did you mean 'deploy-staging'? [AXL0141]");
    }

    [Fact]
    public void Of_very_many_faults_a_hundred_are_shown_and_the_others_counted()
    {
        var text = "name: x\nsteps:\n" + string.Concat(Enumerable.Range(0, 3000).Select(static i => $"- {{ key: s{i}, tool: t, nope{i}: 1 }}\n"));
        var faults = WorkflowReader.Read(text, "x.yaml").Faults;
        faults.Count.ShouldBe(101);
        faults[^1].Message.ShouldBe("2,900 more faults are not shown.");
    }

    private static Workflow Read(string text, string name = "x.yaml") => WorkflowReader.Read(text, name).Require();
}
