using Axle.Testing.Hosting;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Engine;

public sealed class QuestionTests
{
    [Fact]
    public void An_answer_that_names_its_question_is_taken_for_no_other()
    {
        var host = new WorkflowTestHost(new ScriptedHandler());
        var run = host.Start(WorkflowBuilder.Create("asking").Step("ask", static s => s.Approval("Now?")).Build());
        var first = run.Step("ask").QuestionId.ShouldNotBeNull();
        run.Reject("ask").Pass(TimeSpan.FromSeconds(1)).Resume();
        var second = run.Step("ask").QuestionId.ShouldNotBeNull();
        second.ShouldNotBe(first);

        run.Signal(RunSignals.Answer, new { path = "ask", questionId = first, decision = "approve" });
        run.Events[^1].Event.ShouldBeOfType<SignalIgnored>().Reason.ShouldContain("another question");
        run.Step("ask").QuestionId.ShouldBe(second);

        run.Signal(RunSignals.Answer, new { path = "ask", questionId = second, decision = "approve" });
        run.ShouldBe(RunStatus.Completed);
        run.Step("ask").QuestionId.ShouldBeNull();
    }

    [Fact]
    public void An_answer_that_names_none_is_taken_for_the_one_that_is_open()
    {
        var host = new WorkflowTestHost(new ScriptedHandler());
        var run = host.Start(WorkflowBuilder.Create("asking").Step("ask", static s => s.Approval("Now?")).Build());
        run.Reject("ask").Resume().Approve("ask").ShouldBe(RunStatus.Completed);
    }
}
