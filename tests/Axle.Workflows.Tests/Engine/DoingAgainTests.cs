using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Failed runs that are taken up again inside of steps that hold others.</summary>
public sealed class DoingAgainTests
{
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;

    public DoingAgainTests() => _host = new WorkflowTestHost(_handler);

    [Fact]
    public void A_loop_that_was_undone_begins_with_its_first_round_and_decides_about_the_others_anew()
    {
        _handler.InTurn("rounds[0]/book", static _ => new { enough = false }, static _ => new { enough = true });
        _handler.Returns("rounds[1]/book", new { enough = true }).Fails("pay", ErrorKind.Validation, times: 1);
        var run = _host.Start(Of(Loop("steps.book.output.enough", Book), Tool("pay", "rounds"))).ShouldBe(RunStatus.Failed);
        run.ShouldHaveUndone("rounds[0]/book").ShouldHaveUndone("rounds[1]/book");
        var before = _handler.Calls.Count;
        run.Resume().ShouldBe(RunStatus.Completed);
        Called(before).ShouldBe(["rounds[0]/book", "pay"]);
        run.ShouldHaveCompleted("rounds", new { rounds = 1, last = new { book = new { enough = true } } });
        run.State.Find("rounds[1]/book").ShouldBeNull();
    }

    [Fact]
    public void Rounds_before_the_first_that_was_undone_keep_what_they_did_and_those_after_it_are_done_one_by_one()
    {
        _handler.Fails("pay", ErrorKind.Validation, times: 1);
        var book = Book with { When = Expression.Parse("loop.index > 0") };
        var run = _host.Start(Of(Loop("loop.index >= 3", Tool("look"), book), Tool("pay", "rounds"))).ShouldBe(RunStatus.Failed);
        var before = _handler.Calls.Count;
        run.Resume().ShouldBe(RunStatus.Completed);
        Called(before).ShouldBe(["rounds[1]/book", "rounds[2]/look", "rounds[2]/book", "rounds[3]/look", "rounds[3]/book", "pay"]);
        run.Step("rounds[2]/book").Attempts.ShouldBe(2);
        run.Step("rounds[0]/look").Attempts.ShouldBe(1);
    }

    [Fact]
    public void Rounds_after_the_only_one_that_was_undone_are_done_again_too()
    {
        _handler.Fails("last", ErrorKind.Validation, times: 1);
        var second = Tool("t") with { When = Expression.Parse("loop.index == 1"), Compensate = Tool("undo") };
        var loop = new Step
        {
            Key = "loop",
            Action = new LoopAction(null, Expression.Parse("loop.index >= 2"), 10, null, [second, Tool("u", "t")]),
        };
        var failed = _host.Run(Of(loop, Tool("last", "loop")));
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(failed.Run))).Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(
        [
            "loop[0]/u", "loop[1]/t", "loop[1]/u", "loop[2]/u", "last", "loop[1]/t/compensate/undo",
            "loop[1]/t", "loop[1]/u", "loop[2]/u", "last",
        ]);
    }

    [Fact]
    public void Items_are_done_again_in_order_and_no_more_of_them_at_once_than_the_step_allows()
    {
        var (inWork, most) = (0, 0);
        foreach (var item in Enumerable.Range(0, 5))
        {
            _handler.On($"each[{item}]/book", async (context, _) =>
            {
                most = Math.Max(most, ++inWork);
                await Task.Delay(TimeSpan.FromMinutes(1), _host.Time, CancellationToken.None);
                inWork--;
                return new StepResult(context.Input);
            });
        }

        _handler.Fails("pay", ErrorKind.Validation, times: 1);
        var each = new Step { Key = "each", Action = new ForEachAction { Items = Json("[1, 2, 3, 4, 5]"), Concurrency = 2, Steps = [Book] } };
        var failed = _host.Run(Of(each, Tool("pay", "each")));
        failed.Status.ShouldBe(RunStatus.Failed);
        var before = _handler.Calls.Count;
        _host.Wait(_host.Do(() => _host.Engine.ResumeAsync(failed.Run))).Status.ShouldBe(RunStatus.Completed);
        Called(before).ShouldBe([.. Enumerable.Range(0, 5).Select(static i => $"each[{i}]/book"), "pay"]);
        most.ShouldBe(2);
    }

    [Fact]
    public void A_step_with_inner_steps_that_ran_out_of_time_has_all_of_it_again()
    {
        _handler.Hangs("saga/slow");
        var saga = new Step { Key = "saga", Timeout = TimeSpan.FromHours(1), Action = new SagaAction([Tool("slow")]) };
        var run = _host.Start(Of(saga)).Pass(TimeSpan.FromHours(2)).ShouldBe(RunStatus.Failed);
        run.ShouldHaveFailed("saga", ErrorKind.Timeout);
        _handler.Returns("saga/slow", 1);
        run.Resume().ShouldBe(RunStatus.Completed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_effect_that_must_happen_once_and_was_under_way_when_the_run_ended_is_for_a_person_to_tell(bool isUnknownBefore)
    {
        if (isUnknownBefore)
            _handler.Fails("pay", ErrorKind.Network);
        else
            _handler.Hangs("pay");
        var pay = Tool("pay") with { Effect = StepEffect.Once };
        var run = _host.Start(Of(pay, Tool("ship", "pay")) with { Timeout = TimeSpan.FromHours(1) }).Pass(TimeSpan.FromHours(2)).ShouldBe(RunStatus.Failed);
        run.Resume();
        run.Step("pay").Status.ShouldBe(StepStatus.Unresolved);
        _host.Do(() => _host.Store.FindRunAsync(run.Id, CancellationToken.None).AsTask())!.Attention.ShouldBe(RunAttention.UnknownOutcome);
        run.Resolve("pay", "completed");
        run.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["pay", "ship"]);
    }

    private static Step Book => Tool("book") with { Compensate = Tool("unbook") };

    private static Step Loop(string until, params Step[] steps) =>
        new() { Key = "rounds", Action = new LoopAction(null, Expression.Parse(until), 5, null, [.. steps]) };

    private string[] Called(int from) => [.. _handler.Calls.Skip(from).Select(static c => c.Path)];
}
