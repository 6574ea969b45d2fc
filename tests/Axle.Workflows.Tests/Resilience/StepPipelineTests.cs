using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Resilience.Caching;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Resilience;

public sealed class StepPipelineTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "test");
    private readonly BulkheadPools _pools;
    private bool _isBroken;

    public StepPipelineTests() => _pools = new BulkheadPools(_time.Clock, new Dictionary<string, BulkheadOptions> { ["one"] = new() { Size = 1 } });

    public void Dispose()
    {
        _store.Dispose();
        _pools.Dispose();
    }

    private static StepContext Step => Contexts.Of("s") with { CircuitBreaker = "hub", Bulkhead = "one" };

    [Fact]
    public void A_reused_result_asks_neither_pool_nor_circuit()
    {
        var pipeline = Pipeline();
        var cached = Step with { CacheKey = "k" };
        Call(pipeline, cached).ShouldBeNull();
        using var full = _time.Do(() => _pools["one"].AcquireAsync("other", 0, CancellationToken.None).AsTask());
        Call(pipeline, cached).ShouldBeNull();
    }

    [Fact]
    public void Steps_that_waited_for_a_slot_while_the_circuit_opened_are_refused_too()
    {
        _isBroken = true;
        var pipeline = Pipeline();
        _time.Do(() => Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallAsync(pipeline, Step)))).Select(static e => e!.Kind)
            .ShouldBe([.. Enumerable.Repeat(ErrorKind.Network, 5), .. Enumerable.Repeat(ErrorKind.Overloaded, 3)]);
    }

    [Fact]
    public void Steps_without_settings_go_straight_through()
    {
        _isBroken = true;
        var pipeline = Pipeline();
        for (var i = 0; i < 20; i++)
            Call(pipeline, Contexts.Of("s"))!.Kind.ShouldBe(ErrorKind.Network);
    }

    private StepPipeline Pipeline() => new(
        new Handler(async (_, stopped) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _time.Clock, stopped);
            return _isBroken ? throw new AxleException(ErrorKind.Network, "no route") : new StepResult(Payload.EmptyObject);
        }),
        _time.Clock, new StepResultCache(_store, _time.Clock), new CircuitBreakers(_store, _time.Clock), _pools);

    private AxleError? Call(StepPipeline pipeline, StepContext context) => _time.Do(() => CallAsync(pipeline, context));

    private static async Task<AxleError?> CallAsync(StepPipeline pipeline, StepContext context)
    {
        try
        {
            await pipeline.ExecuteAsync(context, CancellationToken.None);
            return null;
        }
        catch (AxleException exception)
        {
            return exception.Error;
        }
    }
}
