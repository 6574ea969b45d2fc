using Axle.Testing.Hosting;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>A run that an engine takes up and cannot go on with.</summary>
public sealed class SetbackTests
{
    private static readonly RunId Run = new("run-waits");
    private readonly List<RunSetback> _setbacks = [];
    private readonly ScriptedHandler _handler = new();
    private readonly WorkflowTestHost _host;
    private FailingStore _store = null!;

    public SetbackTests() => _host = new WorkflowTestHost(
        _handler,
        new EngineOptions
        {
            Random = new Random(1),
            TakeUp = true,
            TakeUpEvery = Timeout.InfiniteTimeSpan,
            ParkAfter = TimeSpan.Zero,
            SetBack = setback => _setbacks.Add(setback),
        },
        inner => _store = new FailingStore(inner));

    [Fact]
    public void It_is_left_alone_longer_each_time_up_to_five_minutes_and_keeps_nobody_busy()
    {
        Signal(failures: int.MaxValue);
        _host.Pass(TimeSpan.FromHours(1));
        _setbacks.Take(11).Select(static s => (int)s.AgainAfter.TotalSeconds).ShouldBe([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        _setbacks.ShouldAllBe(static s => s.Run == Run && s.Cause.Message == "No room.");
        _store.Failed.ShouldBe(_setbacks.Count);
        // 255 s until it is 300 s each time.
        _setbacks.Count.ShouldBeInRange(20, 24);
    }

    [Fact]
    public void It_goes_on_when_that_is_over_and_other_runs_go_on_meanwhile()
    {
        Signal(failures: 3);
        _host.Run(Of(Tool("other"))).Status.ShouldBe(RunStatus.Completed);
        _host.Pass(TimeSpan.FromSeconds(4));
        _setbacks.Count.ShouldBe(3);
        _host.Do(() => _host.Store.FindRunAsync(Run, CancellationToken.None).AsTask())!.Status.ShouldBe(RunStatus.Completed);
        _handler.Calls.Select(static c => c.Path).ShouldBe(["other", "after"]);
    }

    /// <summary>A run that waits gets its signal, and the store fails so many times when that is to be stored.</summary>
    private void Signal(int failures)
    {
        _host.Start(new StartRun(Of(Wait("wait", "go"), Tool("after", "wait"))) { Id = Run });
        _store.FailuresLeft = failures;
        _host.Do(async () =>
        {
            await _host.Store.SendSignalAsync(new RunSignal(Run, "said", "go", Payload.EmptyObject, "Ada", _host.Now), CancellationToken.None);
            return true;
        });
        _host.RunUntilIdle();
    }

    private sealed class FailingStore(IRunStore inner) : DelegatingRunStore(inner)
    {
        public int FailuresLeft { get; set; }

        public int Failed { get; private set; }

        public override ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
        {
            if (append.Row.Run != Run || FailuresLeft == 0)
                return base.AppendAsync(append, cancellationToken);
            FailuresLeft--;
            Failed++;
            throw new IOException("No room.");
        }
    }
}
