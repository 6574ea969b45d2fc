using Axle.Testing.Hosting;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>A store refuses the start of a run because others took this process for dead: nothing was written, and nobody else has started it.</summary>
public sealed class RefusedStartTests
{
    private readonly WorkflowTestHost _host;
    private RefusingStore _store = null!;

    public RefusedStartTests() => _host = new WorkflowTestHost(new ScriptedHandler(), store: inner => _store = new RefusingStore(inner));

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "order-7")]
    [InlineData("order-7", null)]
    public void It_is_begun_again(string? id, string? key)
    {
        _store.RefusalsLeft = 2;
        var outcome = _host.Run(new StartRun(Of(Tool("a"))) { Id = id is null ? null : new RunId(id), Key = key });
        outcome.Status.ShouldBe(RunStatus.Completed);
        _host.Do(() => _host.Store.FindRunAsync(outcome.Run, CancellationToken.None).AsTask())!.Status.ShouldBe(RunStatus.Completed);
        _store.RefusalsLeft.ShouldBe(0);
    }

    [Fact]
    public void A_run_that_is_there_is_the_answer_to_its_key_and_a_conflict_with_its_id()
    {
        var first = _host.Run(new StartRun(Of(Tool("a"))) { Key = "order-7" });
        _host.Run(new StartRun(Of(Tool("a"))) { Key = "order-7" }).Run.ShouldBe(first.Run);
        Should.Throw<RunConflictException>(() => _host.Run(new StartRun(Of(Tool("a"))) { Id = first.Run }));
    }

    private sealed class RefusingStore(IRunStore inner) : DelegatingRunStore(inner)
    {
        public int RefusalsLeft { get; set; }

        public override ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
        {
            if (append.FirstSeq > 1 || RefusalsLeft == 0)
                return base.AppendAsync(append, cancellationToken);
            RefusalsLeft--;
            throw new RunConflictException(append.Run);
        }
    }
}
