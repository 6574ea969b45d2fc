using System.Text;
using System.Text.Json;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Whatever a handler brings, the run ends with an outcome that can be read again.</summary>
public sealed class HostileHandlerTests
{
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public HostileHandlerTests() => _host = new WorkflowTestHost(_handler);

    [Theory]
    [InlineData(20)]
    [InlineData(58)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void An_output_of_any_depth_is_stored_and_read_again_or_refused(int depth)
    {
        _handler.On("a", (_, _) => ValueTask.FromResult(new StepResult(Deep(depth))));
        var outcome = _host.Run(Of(Tool("a"), Tool("b", "a") with { With = Json("""{"x":{"y":"${{ steps.a.output }}"}}"""), ContinueOnError = true }));
        outcome.Status.ShouldBeOneOf(RunStatus.Completed, RunStatus.Failed);
        _host.Events(outcome.Run)[^1].Event.ShouldBeAssignableTo<RunEvent>();
    }

    [Fact]
    public void Outputs_that_grow_deeper_from_step_to_step_end_in_a_fault_that_says_so()
    {
        var steps = new List<Step> { Tool("s0") };
        for (var i = 1; i < 100; i++)
            steps.Add(Tool($"s{i}") with { With = Json($$$"""{"x":"${{ steps.s{{{i - 1}}}.output }}"}""") });
        foreach (var step in steps)
            _handler.On(step.Key, static (context, _) => ValueTask.FromResult(new StepResult(context.Input)));
        var outcome = _host.Run(Of([.. steps]));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Kind.ShouldBe(ErrorKind.Validation);
        outcome.Error.Message.ShouldContain("nested");
        _host.Events(outcome.Run)[^1].Event.ShouldBeOfType<RunFailed>();
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"x\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("\"{\\\"x\\\":\\\"\\\\ud800\\\"}\"")]
    [InlineData("1e999999")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public void An_output_with_text_that_is_no_text_ends_in_an_outcome(string json)
    {
        _handler.On("a", (_, _) => ValueTask.FromResult(new StepResult(Payload.FromJson(Encoding.UTF8.GetBytes(json)))));
        var outcome = _host.Run(Of(
            Tool("a"),
            Tool("b", "a") with { With = Json("""{"n":"${{ fromJSON(steps.a.output) }}","t":"is ${{ steps.a.output }}","o":"${{ steps.a.output }}"}""") },
            Tool("c") with { When = Axle.Workflows.Expressions.Expression.ParseCondition("always() && steps.a.output != 'x'") },
            Tool("d") with { With = Json("""{"o":"${{ steps.a.output }}"}""") }));
        outcome.Status.ShouldBeOneOf(RunStatus.Completed, RunStatus.Failed);
    }

    [Fact]
    public void A_wait_that_nobody_can_wait_is_not_waited()
    {
        _handler.Fails("a", ErrorKind.RateLimited, times: 1, retryAfter: TimeSpan.MaxValue);
        _host.Run(Of(Tool("a"))).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_result_without_a_list_of_decisions_is_a_result()
    {
        _handler.On("a", static (_, _) => ValueTask.FromResult(new StepResult(Payload.Null, default)));
        _host.Run(Of(Tool("a"))).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_handler_that_fails_while_it_is_told_to_stop_does_not_take_the_run_down()
    {
        _handler.On("a", static async (_, cancellationToken) =>
        {
            cancellationToken.Register(static () => throw new InvalidOperationException("I will not stop."));
            await new TaskCompletionSource().Task;
            return new StepResult(Payload.Null);
        });
        var step = Tool("a") with { AttemptTimeout = TimeSpan.FromSeconds(1), Retry = RetryPolicy.None };
        var outcome = _host.Run(Of(step));
        outcome.Status.ShouldBe(RunStatus.Failed);
        outcome.Error!.Kind.ShouldBe(ErrorKind.Timeout);
    }

    [Fact]
    public void Steps_that_wait_for_a_worker_are_not_done_once_their_run_is_cancelled()
    {
        var host = new WorkflowTestHost(_handler, new EngineOptions { StepConcurrency = 1 });
        _handler.Hangs("a");
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(Of(Tool("a"), Tool("b"), Tool("c")))));
        host.Pass(TimeSpan.FromSeconds(1));
        host.Do(() => host.Engine.SignalAsync(handle.Id, RunSignals.Cancel));
        host.Wait(handle).Status.ShouldBe(RunStatus.Cancelled);
        host.Run(Of(Tool("later"))).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["a", "later"]);
    }

    [Fact]
    public void An_error_handler_has_its_time_also_after_the_step_ran_out_of_its_own()
    {
        _handler.Hangs("a");
        _handler.On("a/onError/mend", async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), _host.Time, cancellationToken);
            return new StepResult(Payload.Null);
        });
        var step = Tool("a") with { Timeout = TimeSpan.FromSeconds(30), OnError = [new ErrorHandler([ErrorKind.Timeout], [Tool("mend")])] };
        var outcome = _host.Run(Of(step));
        outcome.Status.ShouldBe(RunStatus.Completed);
        outcome.Steps.ShouldAllBe(static s => s.Status == StepStatus.Completed);
    }

    private static Payload Deep(int depth)
    {
        var json = new string('[', depth) + new string(']', depth);
        return Payload.From(JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement);
    }
}
