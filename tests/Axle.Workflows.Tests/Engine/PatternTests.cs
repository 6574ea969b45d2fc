using System.Text.Json;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Every kind of step and every way they nest, on virtual time.</summary>
public sealed class PatternTests
{
    private readonly Recorder _recorder = new();

    [Fact]
    public void Branches_run_side_by_side_and_are_joined()
    {
        var outcome = Run(
            """
            - key: both
              parallel:
                left: [{ key: a, tool: echo, with: { value: 1 } }]
                right: [{ key: b, tool: echo, with: { value: 2 } }]
            - { key: after, tool: echo, with: { value: "${{ steps.both.output.left.a.value }}" } }
            """);
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        Output(outcome, "both").ShouldBe("""{"left":{"a":{"value":1}},"right":{"b":{"value":2}}}""");
        Output(outcome, "after").ShouldBe("""{"value":1}""");
    }

    [Fact]
    public void A_failed_branch_fails_the_step_when_the_others_have_ended()
    {
        var outcome = Run(
            """
            - key: both
              parallel:
                left: [{ key: a, tool: fail }]
                right: [{ key: b, tool: echo }]
            """);
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldContain("both[left]/a");
        _recorder.Done.ShouldContain("both[right]/b");
    }

    [Theory]
    [InlineData("prod", "ask")]
    [InlineData("PROD", "ask")]
    [InlineData("test", "skip")]
    public void A_switch_runs_the_first_case_that_matches(string environment, string expected)
    {
        var outcome = Run(
            $$"""
            - key: choose
              switch:
                on: {{environment}}
                cases:
                  prod: [{ key: ask, tool: echo }]
                  dev: [{ key: no, tool: echo }]
                default: [{ key: skip, tool: echo }]
            """);
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        _recorder.Done.Single().ShouldEndWith("/" + expected);
    }

    [Fact]
    public void A_loop_goes_on_until_its_condition_holds_and_sees_the_round_before()
    {
        var outcome = Run(
            """
            - key: improve
              loop:
                until: steps.draft.output.value >= 3
                maxIterations: 10
                steps:
                  - { key: draft, tool: add, with: { value: "${{ default(loop.previous.draft.value, 0) }}" } }
            """);
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        Output(outcome, "improve").ShouldBe("""{"rounds":3,"last":{"draft":{"value":3}}}""");
        _recorder.Done.ShouldBe(["improve[0]/draft", "improve[1]/draft", "improve[2]/draft"]);
    }

    [Fact]
    public void A_loop_that_reaches_its_bound_fails_and_says_so()
    {
        var outcome = Run("- { key: for-ever, loop: { while: 'true', maxIterations: 3, steps: [{ key: x, tool: echo }] } }");
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldContain("bound of 3 rounds");
        _recorder.Done.Count.ShouldBe(3);
    }

    [Fact]
    public void A_delay_lies_between_rounds()
    {
        var host = Host();
        var start = host.Now;
        host.Run(Read("- { key: poll, loop: { until: loop.index == 2, maxIterations: 5, delay: 1h, steps: [{ key: x, tool: echo }] } }"))
            .Status.ShouldBe(RunStatus.Completed);
        (host.Now - start).ShouldBe(TimeSpan.FromHours(2));
    }

    [Fact]
    public void Items_keep_their_order_whatever_runs_at_once()
    {
        var outcome = Run("- { key: each, forEach: { items: [3, 1, 2], concurrency: 3, steps: [{ key: x, tool: add, with: { value: '${{ item }}' } }] } }");
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        Output(outcome, "each").ShouldBe("""{"items":[{"x":{"value":4}},{"x":{"value":2}},{"x":{"value":3}}],"failed":[]}""");
    }

    [Fact]
    public void Batches_take_several_items_at_once()
    {
        var outcome = Run("- { key: each, forEach: { items: [1, 2, 3], batchSize: 2, steps: [{ key: x, tool: echo, with: { value: '${{ length(item) }}', at: '${{ index }}' } }] } }");
        Output(outcome, "each").ShouldBe("""{"items":[{"x":{"value":2,"at":0}},{"x":{"value":1,"at":1}}],"failed":[]}""");
    }

    [Theory]
    [InlineData("fail", RunStatus.Failed, 2)]
    [InlineData("failAtEnd", RunStatus.Failed, 3)]
    [InlineData("continue", RunStatus.Completed, 3)]
    public void A_failed_item_means_what_the_step_says(string choice, RunStatus expected, int tried)
    {
        var outcome = Run(
            $"- {{ key: each, forEach: {{ items: [echo, fail, echo], onItemError: {choice}, steps: [{{ key: x, tool: fail-if, with: {{ value: '${{{{ item }}}}' }} }}] }} }}");
        outcome.Status.ShouldBe(expected, outcome.Error?.Message);
        _recorder.Tried.Count.ShouldBe(tried);
        if (expected == RunStatus.Completed)
            Output(outcome, "each").ShouldContain("""
                "failed":[{"index":1,"kind":"validation",
                """);
    }

    [Fact]
    public void A_failed_item_is_done_again_alone()
    {
        var host = Host();
        var workflow = Read("- { key: each, forEach: { items: [a, b, c], onItemError: failAtEnd, steps: [{ key: x, tool: fail-once, with: { value: '${{ item }}' } }, { key: y, tool: echo, dependsOn: [x] }] } }");
        _recorder.FailOnceAt = "each[1]/x";
        var failed = host.Run(workflow);
        failed.Status.ShouldBe(RunStatus.Failed);
        var before = _recorder.Tried.Count;
        var done = host.Do(async () => await (await host.Engine.ResumeAsync(failed.Run)).Completion);
        done.Status.ShouldBe(RunStatus.Completed, done.Error?.Message);
        _recorder.Tried.Skip(before).ShouldBe(["each[1]/x", "each[1]/y"]);
    }

    [Fact]
    public void A_saga_that_fails_is_undone_in_reverse_order_of_completion()
    {
        var outcome = Run(Saga);
        outcome.Status.ShouldBe(RunStatus.Failed);
        _recorder.Done.ShouldBe(["trip/flight", "trip/hotel", "trip/hotel/compensate/undo", "trip/flight/compensate/undo"]);
        outcome.Steps.Single(static s => s.Path == "trip/hotel").IsUndone.ShouldBeTrue();
    }

    [Fact]
    public void An_undo_reads_what_it_undoes()
    {
        Run(Saga);
        _recorder.Inputs["trip/flight/compensate/undo"].ShouldBe("""{"value":"flight-7"}""");
    }

    [Fact]
    public void A_run_that_fails_undoes_what_its_steps_did()
    {
        var outcome = Run(
            """
            - { key: a, tool: echo, compensate: { tool: echo } }
            - { key: b, tool: echo, dependsOn: [a], compensate: { tool: fail } }
            - { key: c, tool: fail, dependsOn: [b] }
            """);
        outcome.Status.ShouldBe(RunStatus.Failed);
        _recorder.Tried.ShouldContain("b/compensate/undo");
        _recorder.Done.ShouldContain("a/compensate/undo");
        outcome.Error!.Message.ShouldContain("could not be undone: 'b'");
    }

    [Fact]
    public void Work_done_again_after_it_was_undone_has_another_idempotency_key()
    {
        var host = Host();
        _recorder.FailOnceAt = "c";
        var failed = host.Run(Read("- { key: a, tool: echo, compensate: { tool: echo } }\n- { key: c, tool: fail-once, dependsOn: [a] }"));
        failed.Status.ShouldBe(RunStatus.Failed);
        host.Do(async () => await (await host.Engine.ResumeAsync(failed.Run)).Completion).Status.ShouldBe(RunStatus.Completed);
        var keys = _recorder.Keys.Where(static k => k.EndsWith("/a", StringComparison.Ordinal) || k.Contains("/a~", StringComparison.Ordinal)).ToArray();
        keys.Length.ShouldBe(2);
        keys.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void A_wait_takes_as_long_as_it_says_and_nothing_before_it_runs_again()
    {
        var host = Host();
        var start = host.Now;
        host.Run(Read("- { key: a, tool: echo }\n- { key: nap, wait: 90d, dependsOn: [a] }\n- { key: b, tool: echo, dependsOn: [nap] }")).Status.ShouldBe(RunStatus.Completed);
        (host.Now - start).ShouldBe(TimeSpan.FromDays(90));
        _recorder.Tried.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_signal_is_kept_until_a_step_takes_it()
    {
        var host = Host();
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(Read("- { key: nap, wait: 1h }\n- { key: go, wait: { signal: go }, dependsOn: [nap] }"))));
        host.Do(() => host.Engine.SignalAsync(handle.Id, "go", """{"n":1}""", signalId: "s1"));
        host.Do(() => host.Engine.SignalAsync(handle.Id, "go", """{"n":2}""", signalId: "s1"));
        var outcome = host.Wait(handle);
        outcome.Status.ShouldBe(RunStatus.Completed);
        Output(outcome, "go").ShouldBe("""{"n":1}""");
    }

    [Fact]
    public void A_signal_that_does_not_come_in_time_fails_the_step()
    {
        var outcome = Run("- { key: go, wait: { signal: go, timeout: 1d }, onError: { timeout: [{ key: late, tool: echo }] } }");
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        _recorder.Done.ShouldBe(["go/onError/late"]);
    }

    [Fact]
    public void An_approval_can_be_edited_where_it_says_so_and_nowhere_else()
    {
        var host = Host();
        var workflow = Read(
            """
            - key: ask
              approval:
                message: Deploy?
                parameters: { replicas: 3, image: x }
                schema: { type: object, properties: { replicas: { type: integer, maximum: 5 } } }
                editable: [replicas]
            """);
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(workflow)));
        Answer(host, handle, """{"path":"ask","decision":"approve","parameters":{"image":"y"}}""")!.ShouldContain("may not be changed");
        Answer(host, handle, """{"path":"ask","decision":"approve","parameters":{"replicas":9}}""")!.ShouldContain("replicas");
        host.Do(() => host.Store.FindRunAsync(handle.Id, CancellationToken.None).AsTask())!.Attention.ShouldBe(RunAttention.Approval);
        Answer(host, handle, """{"path":"ask","decision":"approve","parameters":{"replicas":4}}""").ShouldBeNull();
        var outcome = host.Wait(handle);
        outcome.Status.ShouldBe(RunStatus.Completed);
        Output(outcome, "ask").ShouldContain("\"replicas\":4");
        Output(outcome, "ask").ShouldContain("\"edited\":{\"replicas\":{\"from\":3,\"to\":4}}");
    }

    [Fact]
    public void A_rejected_approval_blocks_what_depends_on_it()
    {
        var host = Host();
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(Read("- { key: ask, approval: Deploy? }\n- { key: deploy, tool: echo, dependsOn: [ask] }"))));
        Answer(host, handle, """{"path":"ask","decision":"reject","comment":"not today"}""").ShouldBeNull();
        var outcome = host.Wait(handle);
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Kind.ShouldBe(ErrorKind.Refused);
        _recorder.Tried.ShouldBeEmpty();
    }

    [Fact]
    public void A_gate_that_does_not_hold_fails_the_step()
    {
        var outcome = Run("- { key: test, tool: echo, with: { failed: 2 }, gate: [{ check: steps.test.output.failed == 0, message: Some tests failed }] }");
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldContain("Some tests failed");
    }

    [Fact]
    public void A_used_workflow_has_inputs_variables_and_a_result_of_its_own()
    {
        var library = new Library(("greet", "inputs: { name: { type: string } }\nsteps:\n- { key: say, tool: echo, with: { value: '${{ inputs.name }}' } }\n- { key: done, return: { text: '${{ steps.say.output.value }}' } }"));
        var outcome = Host(library).Run(Read("- { key: hello, uses: greet, with: { name: Ada } }\n- { key: after, tool: echo, with: { value: '${{ steps.hello.output.text }}' } }"));
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        Output(outcome, "hello").ShouldBe("""{"text":"Ada"}""");
        _recorder.Done.ShouldBe(["hello/say", "after"]);
    }

    [Fact]
    public void A_workflow_that_calls_itself_too_deep_fails_with_the_chain()
    {
        var library = new Library(("self", "steps: [{ key: again, when: 'true', uses: self }]"));
        var outcome = Host(library).Run(Read("- { key: start, uses: self }"));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldContain("self → self");
    }

    [Fact]
    public void An_effect_that_must_happen_once_is_not_made_again_when_its_outcome_is_unknown()
    {
        var host = Host();
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(Read("- { key: pay, tool: vanish, effect: once }\n- { key: after, tool: echo, dependsOn: [pay] }"))));
        host.Pass(TimeSpan.FromDays(1));
        _recorder.Tried.ShouldBe(["pay"]);
        host.Do(() => host.Store.FindRunAsync(handle.Id, CancellationToken.None).AsTask())!.Attention.ShouldBe(RunAttention.UnknownOutcome);
        host.Do(() => host.Engine.SignalAsync(handle.Id, RunSignals.Resolve, """{"path":"pay","outcome":"completed","output":{"paid":true}}"""));
        host.Wait(handle).Status.ShouldBe(RunStatus.Completed);
        _recorder.Tried.ShouldBe(["pay", "after"]);
    }

    [Fact]
    public void A_spent_budget_pauses_the_run_and_a_raised_one_lets_it_go_on()
    {
        var host = Host();
        var workflow = Read("- { key: a, prompt: one }\n- { key: b, prompt: two, dependsOn: [a] }", "budget: { tokens: 100 }");
        var outcome = host.Run(workflow);
        outcome.Status.ShouldBe(RunStatus.Paused);
        var handle = host.Do(async () =>
        {
            await host.Engine.SignalAsync(outcome.Run, RunSignals.Budget, """{"tokens":1000}""");
            return await host.Engine.ResumeAsync(outcome.Run);
        });
        host.Wait(handle).Status.ShouldBe(RunStatus.Completed);
    }

    private RunOutcome Run(string steps) => Host().Run(Read(steps));

    private WorkflowTestHost Host(IWorkflowLibrary? library = null) =>
        new(_recorder, new EngineOptions { Random = new Random(1), Actor = "test", Library = library });

    /// <returns>Why the answer was ignored; null when it was taken.</returns>
    private static string? Answer(WorkflowTestHost host, RunHandle handle, string body)
    {
        host.Do(() => host.Engine.SignalAsync(handle.Id, RunSignals.Answer, body, "Ada"));
        var last = host.Events(handle.Id).Last(static e => e.Event is SignalIgnored or StepCompleted or StepAttemptFailed);
        return (last.Event as SignalIgnored)?.Reason;
    }

    private static string Output(RunOutcome outcome, string path) => outcome.Steps.Single(s => s.Path == path).Output!.Value.GetRawText();

    private const string Saga =
        """
        - key: trip
          saga:
            - { key: flight, tool: echo, with: { value: flight-7 }, compensate: { tool: echo, with: { value: "${{ steps.flight.output.value }}" } } }
            - { key: hotel, tool: echo, dependsOn: [flight], compensate: { tool: echo } }
            - { key: car, tool: fail, dependsOn: [hotel] }
        """;

    private static Workflow Read(string steps, string head = "") => ReadFile($"name: test\n{head}\nsteps:\n{steps}");

    private static Workflow ReadFile(string yaml)
    {
        var reading = WorkflowReader.Read(yaml, "test.yaml");
        return reading.Workflow ?? throw new InvalidOperationException(string.Join("; ", reading.Faults));
    }

    private sealed class Library(params (string Name, string Yaml)[] files) : IWorkflowLibrary
    {
        private readonly Dictionary<string, Workflow> _byName = files.ToDictionary(static f => f.Name, static f => ReadFile($"name: {f.Name}\n{f.Yaml}"));

        public Workflow? Find(string name, Workflow user) => _byName.GetValueOrDefault(name);
    }

    /// <summary>Does what the tool's name says, and takes note.</summary>
    private sealed class Recorder : IStepHandler
    {
        public List<string> Tried { get; } = [];

        public List<string> Done { get; } = [];

        public List<string> Keys { get; } = [];

        public Dictionary<string, string> Inputs { get; } = [];

        public string? FailOnceAt { get; set; }

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            Tried.Add(context.Path);
            Keys.Add(context.IdempotencyKey);
            Inputs[context.Path] = context.Input.Value.GetRawText();
            var tool = context.Action is ToolAction action ? action.Tool : "echo";
            if (tool == "fail" || (tool == "fail-if" && context.Input.Value.GetProperty("value").GetString() == "fail"))
                throw new AxleException(ErrorKind.Validation, "it was asked to");
            if (tool == "vanish")
                throw new IOException("the connection broke");
            if (tool == "fail-once" && FailOnceAt == context.Path)
            {
                FailOnceAt = null;
                throw new AxleException(ErrorKind.Validation, "once");
            }

            Done.Add(context.Path);
            var output = tool == "add"
                ? Payload.From(JsonSerializer.SerializeToElement(new { value = context.Input.Value.GetProperty("value").GetInt32() + 1 }))
                : context.Input;
            return ValueTask.FromResult(new StepResult(output, [], context.Action is PromptAction ? new ModelUsage(0, 100, 1) : null));
        }
    }
}
