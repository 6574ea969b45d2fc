using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Runs that are long: of many items, of many rounds, over many days.</summary>
public sealed class LargeRunTests
{
    private const int Many = 100_000;
    private readonly List<int> _decisions = [];

    [Fact]
    public void A_hundred_thousand_items_are_gone_through_in_one_run_in_bounded_decisions()
    {
        var outcome = Host().Run(Read(
            """
            inputs: { items: { type: array } }
            variables: { last: 0 }
            steps:
              - key: each
                forEach:
                  items: ${{ inputs.items }}
                  concurrency: 10
                  steps: [{ key: note, set: { last: "${{ item }}" } }]
            outputs: { last: "${{ variables.last }}", items: "${{ length(steps.each.output.items) }}" }
            """), Numbers(Many));
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        outcome.Outputs!.ToString().ShouldBe($$"""{"items":{{Many}},"last":{{Many - 1}}}""");
        _decisions.Sum().ShouldBeGreaterThan(4 * Many);
        _decisions.Max().ShouldBeLessThan(11_000);
    }

    [Fact]
    public void A_step_has_as_many_branches_as_it_names()
    {
        var branches = Enumerable.Range(0, 150).Select(static n => new ParallelBranch($"b{n}", [Flows.Tool("t")]));
        var outcome = Host().Run(Flows.Of(new Step { Key = "par", Action = new ParallelAction([.. branches]) }));
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
    }

    [Fact]
    public void Twenty_thousand_items_whose_step_does_work_are_gone_through()
    {
        var handler = new Handler(static (_, _) => Task.FromResult(new StepResult(Payload.Null)));
        var outcome = Host(handler: handler).Run(Read(
            """
            inputs: { items: { type: array } }
            steps:
              - key: each
                forEach: { items: "${{ inputs.items }}", concurrency: 50, steps: [{ key: work, tool: work, with: { value: "${{ item }}" } }] }
            outputs: { items: "${{ length(steps.each.output.items) }}" }
            """), Numbers(20_000));
        outcome.Status.ShouldBe(RunStatus.Completed, outcome.Error?.Message);
        outcome.Outputs!.ToString().ShouldBe("""{"items":20000}""");
        handler.Calls.ShouldBe(20_000);
    }

    [Fact]
    public void A_loop_of_a_thousand_rounds_is_gone_through_and_the_process_may_die_in_between()
    {
        var host = Host(eventsAtOnce: 10);
        host.CrashAfter(static e => e is ScopeOpened { Scope: "500" });
        var run = host.Start(Rounds(1_000));
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        run.State.Outputs!.ToString().ShouldBe("""{"last":999,"rounds":1000}""");
        run.Events.Count(static e => e.Event is VariablesSet).ShouldBe(1_000);
        _decisions.Max().ShouldBeLessThan(20);
    }

    [Fact]
    public void A_long_history_is_read_at_any_event_also_when_it_went_back()
    {
        var host = Host();
        var run = host.Start(Rounds(5_000));
        run.State.LastSeq.ShouldBe(run.Events.Count);
        At(15_000).Records.ShouldContain(static r => r.Kind == "loop" && r.Status == StepStatus.Running);
        At(10_000).LastSeq.ShouldBe(10_000);
        foreach (var none in (long[])[0, -1, 1_000_000])
            Should.Throw<AxleException>(() => At(none)).Error.Kind.ShouldBe(ErrorKind.NotFound);
        run.Resume("12000");
        run.State.Status.ShouldBe(RunStatus.Completed);
        At(15_000).LastSeq.ShouldBe(15_000);
        run.State.LastSeq.ShouldBe(run.Events.Count);

        RunState At(long seq) => host.Do(() => host.Engine.Reader.StateAsync(run.Id, seq, CancellationToken.None).AsTask());
    }

    [Fact]
    public void A_loop_that_only_computes_can_be_paused_and_goes_on()
    {
        WorkflowTestHost? host = null;
        var asked = false;
        host = Host(eventsAtOnce: 10, stored: append =>
        {
            if (asked || append.Events[^1].Seq < 2_000)
                return;
            asked = true;
            _ = host!.Engine.SignalAsync(append.Run, RunSignals.Pause);
        });
        var run = host.Start(Rounds(10_000));
        run.State.Status.ShouldBe(RunStatus.Paused);
        run.Events.Count.ShouldBeLessThan(3_000);
        run.Resume();
        run.State.Status.ShouldBe(RunStatus.Completed);
        run.Events.Count(static e => e.Event is VariablesSet).ShouldBe(10_000);
    }

    [Fact]
    public void A_wait_of_ninety_days_outlives_its_process()
    {
        var host = Host();
        var start = host.Now;
        var run = host.Start(Read("steps: [{ key: nap, wait: 90d }, { key: mark, set: { done: true }, dependsOn: [nap] }]\nvariables: { done: false }"));
        host.Pass(TimeSpan.FromDays(45));
        host.Crash();
        host.RunUntilIdle();
        host.Pass(TimeSpan.FromDays(44));
        run.State.Status.ShouldBe(RunStatus.Executing);
        host.Crash();
        host.Pass(TimeSpan.FromDays(2));
        run.State.Status.ShouldBe(RunStatus.Completed);
        (run.State.EndedAt!.Value - start).ShouldBe(TimeSpan.FromDays(90));
        run.Events.Count(static e => e.Event is StepWaiting).ShouldBe(1);
    }

    [Fact]
    public void Workflows_that_are_sure_to_call_themselves_without_end_are_refused_at_the_start()
    {
        var (ping, pong) = (Read("steps: [{ key: pong, uses: pong }]", "ping"), Read("steps: [{ key: ping, uses: ping }]", "pong"));
        var fault = Should.Throw<AxleException>(() => Host(library: new Library(ping, pong)).Run(ping));
        fault.Error.Kind.ShouldBe(ErrorKind.Validation);
        fault.Message.ShouldBe("Workflow 'ping' calls itself without end: ping → pong → ping. Give one of these 'uses' steps a 'when' that ends it.");
    }

    [Fact]
    public void A_workflow_that_calls_itself_under_a_condition_ends_at_the_limit_of_depth_with_a_short_error()
    {
        var self = Read("steps: [{ key: again, when: \"${{ run.id != '' }}\", uses: self }]", "self");
        var outcome = Host(library: new Library(self)).Run(self);
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Message.ShouldContain("more than 32 levels deep");
        outcome.Error.Message.Length.ShouldBeLessThan(1_000);
    }

    private static Workflow Rounds(int count) => Read(
        $$$"""
        variables: { last: 0 }
        steps:
          - key: go
            loop: { while: "loop.index < {{{count}}}", maxIterations: 100000, steps: [{ key: note, set: { last: "${{ loop.index }}" } }] }
        outputs: { last: "${{ variables.last }}", rounds: "${{ steps.go.output.rounds }}" }
        """);

    private static Workflow Read(string yaml, string name = "long") => WorkflowReader.Read($"name: {name}\n{yaml}", "long.yaml").Require();

    private static Payload Numbers(int count) => Flows.Value($$"""{"items":[{{string.Join(',', Enumerable.Range(0, count))}}]}""");

    private WorkflowTestHost Host(
        int eventsAtOnce = 10_000, IWorkflowLibrary? library = null, IStepHandler? handler = null, Action<RunAppend>? stored = null) => new(
        handler ?? new ScriptedHandler(),
        new EngineOptions
        {
            Random = new Random(1),
            Actor = "test",
            EventsAtOnce = eventsAtOnce,
            Library = library,
            Stored = append =>
            {
                _decisions.Add(append.Events.Length);
                stored?.Invoke(append);
            },
        });

    private sealed class Library(params Workflow[] workflows) : IWorkflowLibrary
    {
        public Workflow? Find(string name, Workflow user) => workflows.FirstOrDefault(w => w.Name == name);
    }
}
