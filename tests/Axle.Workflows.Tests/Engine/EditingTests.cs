using System.Collections.Immutable;
using System.Text.Json;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>What people change of a run that is under way, and changes that do not fit it.</summary>
public sealed class EditingTests
{
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public EditingTests() => _host = new WorkflowTestHost(_handler);

    [Theory]
    [InlineData("""{"steps":5}""", "'steps' must be an object")]
    [InlineData("""{"steps":[1]}""", "'steps' must be an object")]
    [InlineData("""{"steps":{"bb":1}}""", "no step 'bb', so its input cannot be changed; did you mean 'b'?")]
    [InlineData("""{"variables":5}""", "'variables' must be an object")]
    [InlineData("""{"inputs":[]}""", "'inputs' must be an object")]
    [InlineData("""{"inputs":{"nosuch":1}}""", "there is no input 'nosuch'")]
    public void A_change_that_does_not_fit_is_ignored_with_its_reason_and_the_run_goes_on(string body, string why)
    {
        var run = StartWaiting();
        _host.Do(() => _host.Engine.SignalAsync(run, RunSignals.Edit, body)).Applied.ShouldBeTrue();
        _host.Events(run).Select(static e => e.Event).OfType<SignalIgnored>().Single().Reason.ShouldContain(why);
        Go(run).ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void An_input_of_a_step_that_is_given_twice_counts_once()
    {
        var run = StartWaiting();
        _host.Do(() => _host.Engine.SignalAsync(run, RunSignals.Edit, """{"steps":{"b":{"x":1},"b":{"x":2}}}""")).Applied.ShouldBeTrue();
        Go(run).ShouldBe(RunStatus.Completed);
        _handler.Calls.Single().Input.ToString().ShouldBe("""{"x":1}""");
    }

    [Fact]
    public void A_failed_run_does_not_go_on_with_changes_that_do_not_fit_it()
    {
        _handler.Fails("a", ErrorKind.Validation, times: 1);
        var failed = _host.Run(Of(Tool("a")));
        var typo = new RunEdits(null, null, ImmutableDictionary<string, Payload>.Empty.Add("aa", Value("{}")));
        Should.Throw<AxleException>(() => Resume(failed.Run, typo)).Message.ShouldContain("no step 'aa'");
        Should.Throw<AxleException>(() => Resume(failed.Run, new RunEdits(Value("""{"nosuch":1}"""), null, null))).Message.ShouldContain("no input 'nosuch'");
        Should.Throw<AxleException>(() => Resume(failed.Run, new RunEdits(null, Value("5"), null))).Message.ShouldContain("Variables are a JSON object");
        Resume(failed.Run, RunEdits.None).ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void Items_that_are_changed_to_something_else_than_a_list_fail_their_step()
    {
        var each = new Step { Key = "each", Action = new ForEachAction { Items = Json("[1,2]"), Steps = [Tool("t")] }, DependsOn = ["a"] };
        var run = _host.Start(Of(Wait("a", "go"), each)).Id;
        _host.Do(() => _host.Engine.SignalAsync(run, RunSignals.Edit, """{"steps":{"each":{"x":1}}}"""));
        Go(run).ShouldBe(RunStatus.Failed);
        _host.Do(() => _host.Engine.Reader.StateAsync(run, null, CancellationToken.None).AsTask()).Error!.Message.ShouldContain("must be a list");
    }

    [Fact]
    public void Who_changes_one_parameter_of_an_approval_need_not_repeat_the_others()
    {
        var schema = JsonElement.Parse("""{"type":"object","required":["a","b"],"properties":{"a":{"type":"integer"}}}""");
        var ask = new ApprovalAction { Message = Json("\"Go?\""), Parameters = Json("""{"a":1,"b":2}"""), Editable = ["a"], Schema = schema };
        var run = _host.Start(Of(new Step { Key = "ask", Action = ask })).Id;
        _host.Do(() => _host.Engine.SignalAsync(run, RunSignals.Answer, """{"path":"ask","decision":"approve","parameters":{"a":"x"}}"""));
        _host.Do(() => _host.Engine.SignalAsync(run, RunSignals.Answer, """{"path":"ask","decision":"approve","parameters":{"a":7}}"""));
        _host.RunUntilIdle();
        _host.Events(run).Select(static e => e.Event).OfType<SignalIgnored>().Count().ShouldBe(1);
        _host.Events(run).Select(static e => e.Event).OfType<StepCompleted>().Single().Output.ToString().ShouldContain("""
            "parameters":{"a":7,"b":2}
            """.Trim());
    }

    [Fact]
    public void An_input_that_is_given_twice_is_named()
    {
        var flow = Of(Tool("a")) with { Inputs = ImmutableDictionary<string, WorkflowInput>.Empty };
        Should.Throw<AxleException>(() => _host.Run(flow, Value("""{"a":1,"a":2}"""))).Message.ShouldContain("input 'a' is given twice");
    }

    private RunId StartWaiting() => _host.Start(Of(Wait("a", "go"), Tool("b", "a"))).Id;

    private RunStatus Resume(RunId run, RunEdits edits) => _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(run, edits: edits))).Status;

    private RunStatus Go(RunId run)
    {
        _host.Do(() => _host.Engine.SignalAsync(run, "go"));
        _host.RunUntilIdle();
        return _host.Do(() => _host.Store.FindRunAsync(run, CancellationToken.None).AsTask())!.Status;
    }
}
