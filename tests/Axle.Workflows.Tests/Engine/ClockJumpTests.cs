using Axle.Testing.Hosting;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Tests.Schedules;

namespace Axle.Workflows.Tests.Engine;

/// <summary>
/// Somebody sets the clock on the wall while runs wait. The time at which a wait ends is a time on that clock: set back, it comes later; set
/// forward, all that is due then happens at once, each once.
/// </summary>
public sealed class ClockJumpTests : IDisposable
{
    private const string Nap = "name: nap\nsteps: [{ key: nap, wait: 1h }, { key: work, tool: work, dependsOn: [nap] }]";
    private const string Retry = "name: retry\nsteps: [{ key: work, tool: work, retry: { maxAttempts: 2, initialDelay: 1h, maxDelay: 1h, jitter: 0 } }]";
    private readonly VirtualTime _time = new();
    private readonly SkewedTime _clock;
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "test");
    private readonly List<string> _attempts = [];

    public ClockJumpTests() => _clock = new SkewedTime(_time.Clock);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_clock_that_is_set_back_ends_no_wait_early(bool takesUp)
    {
        var engine = Engine(takesUp);
        var run = Start(engine, Nap);
        Pass(minutes: 30);
        _clock.Skew = TimeSpan.FromHours(-5);
        Pass(minutes: 60);
        Status(run).ShouldBe(RunStatus.Executing);
        Pass(minutes: (5 * 60) - 31);
        Status(run).ShouldBe(RunStatus.Executing);
        Pass(minutes: 2);
        Status(run).ShouldBe(RunStatus.Completed);
        _attempts.ShouldBe(["work 1"]);
        Events(run).Select(static e => e.At).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(Nap, true, "work 1")]
    [InlineData(Nap, false, "work 1")]
    [InlineData(Retry, true, "work 1", "work 2")]
    [InlineData(Retry, false, "work 1", "work 2")]
    public void A_clock_that_is_set_years_forward_ends_every_wait_once_and_soon(string workflow, bool takesUp, params string[] attempts)
    {
        var engine = Engine(takesUp);
        var runs = Enumerable.Range(0, 20).Select(_ => Start(engine, workflow)).ToArray();
        Pass(minutes: 1);
        _clock.Skew = TimeSpan.FromDays(3 * 365);
        Pass(minutes: 6);
        runs.ShouldAllBe(run => Status(run) == RunStatus.Completed);
        _attempts.Count.ShouldBe(20 * attempts.Length);
        _attempts.Distinct().ShouldBe(attempts, ignoreOrder: true);
        _clock.Skew = TimeSpan.Zero;
        Pass(minutes: 120);
        _attempts.Count.ShouldBe(20 * attempts.Length);
    }

    [Fact]
    public void A_retry_after_a_clock_that_was_set_back_waits_as_long_as_it_says()
    {
        var engine = Engine(takesUp: true);
        Pass(minutes: 1);
        _clock.Skew = TimeSpan.FromHours(-5);
        var run = Start(engine, Retry);
        Pass(minutes: 59);
        Status(run).ShouldBe(RunStatus.Executing);
        _attempts.ShouldBe(["work 1"]);
        Pass(minutes: 2);
        Status(run).ShouldBe(RunStatus.Completed);
        _attempts.ShouldBe(["work 1", "work 2"]);
    }

    [Fact]
    public void A_process_that_takes_a_run_up_under_an_earlier_clock_goes_on_with_the_same_wait()
    {
        var first = Engine(takesUp: true);
        var run = Start(first, Nap);
        _time.Do(() => first.DisposeAsync().AsTask());
        _clock.Skew = TimeSpan.FromDays(-2);
        Engine(takesUp: true);
        Pass(minutes: 61);
        Status(run).ShouldBe(RunStatus.Executing);
        _clock.Skew = TimeSpan.Zero;
        Pass(minutes: 6);
        Status(run).ShouldBe(RunStatus.Completed);
        _attempts.ShouldBe(["work 1"]);
        Events(run).Count(static e => e.Event is StepWaiting).ShouldBe(1);
    }

    private WorkflowEngine Engine(bool takesUp) => _time.Do(() => Task.FromResult(new WorkflowEngine(
        _store, new PriorityWorkQueue(), new Handler(Work), new DefinitionLoader(), _clock, new EngineOptions { Random = new Random(1), TakeUp = takesUp })));

    private Task<StepResult> Work(StepContext context, CancellationToken cancellationToken)
    {
        _attempts.Add($"work {context.Attempt}");
        return context.Attempt == 1 && context.Workflow == "retry"
            ? throw new AxleException(ErrorKind.Network, "The line is down.")
            : Task.FromResult(new StepResult(Payload.Null));
    }

    private RunId Start(WorkflowEngine engine, string yaml) =>
        _time.Do(async () => (await engine.StartAsync(new StartRun(WorkflowReader.Read(yaml, "clock.yaml").Require()))).Id);

    private RunStatus Status(RunId run) => _time.Do(() => _store.FindRunAsync(run, CancellationToken.None).AsTask())!.Status;

    private IReadOnlyList<RecordedEvent> Events(RunId run) => _time.Do(() => _store.ReadEventsAsync(run, 0, CancellationToken.None).AsTask());

    private void Pass(int minutes) => _time.Pass(TimeSpan.FromMinutes(minutes));
}
