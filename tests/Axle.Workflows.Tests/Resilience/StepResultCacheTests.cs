using System.Collections.Immutable;
using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Caching;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Resilience;

public sealed class StepResultCacheTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "test");
    private readonly Handler _counting;

    public StepResultCacheTests() => _counting = new Handler(async (context, stopped) =>
    {
        await Task.Delay(TimeSpan.FromSeconds(2), _time.Clock, stopped);
        return new StepResult(Payload.FromJson(Encoding.UTF8.GetBytes($$"""{"made":{{_counting!.Calls}}}""")));
    });

    public void Dispose() => _store.Dispose();

    private static StepContext Step => Contexts.Of("find") with { CacheKey = "k" };

    [Fact]
    public void A_second_step_gets_the_first_ones_result_and_says_so()
    {
        Run(Step);
        _time.Pass(TimeSpan.FromSeconds(60));
        var second = Run(Step with { RunId = new RunId("run-2") });
        second.Output.ToString().ShouldBe("""{"made":1}""");
        var decision = second.Decisions.ShouldHaveSingleItem();
        decision.Kind.ShouldBe("cache-hit");
        decision.Summary.ShouldBe("The result of step 'find' of run run-1 was reused; it is 60 s old.");
    }

    [Fact]
    public void Whatever_tells_two_questions_apart_tells_their_results_apart()
    {
        var tenant = ImmutableDictionary<string, string>.Empty.Add("tenant", "a");
        StepContext[] steps =
        [
            Step, Step with { CacheKey = "l" }, Step with { Workflow = "x" }, Step with { Action = new ToolAction("u") },
            Step with { Action = new AgentAction(null, "t") }, Step with { Attributes = tenant },
            Step with { Attributes = tenant.Add("apply", "true") }, Step with { Provider = "p" }, Step with { Model = "p" },
        ];
        foreach (var step in steps.Concat(steps))
            Run(step);
        _counting.Calls.ShouldBe(steps.Length);
    }

    [Fact]
    public void A_result_is_forgotten_when_its_time_is_over()
    {
        var step = Step with { CacheTtl = TimeSpan.FromMinutes(1) };
        Run(step);
        _time.Pass(TimeSpan.FromSeconds(59));
        Run(step);
        _counting.Calls.ShouldBe(1);
        _time.Pass(TimeSpan.FromSeconds(1));
        Run(step);
        _counting.Calls.ShouldBe(2);
    }

    [Fact]
    public void Two_that_ask_at_once_have_it_made_once()
    {
        var handler = Cached(_counting);
        var steps = Enumerable.Range(0, 5).Select(static i => Step with { Path = $"s{i}" });
        var results = _time.Do(() => Task.WhenAll(steps.Select(s => handler.ExecuteAsync(s, CancellationToken.None).AsTask())));
        _counting.Calls.ShouldBe(1);
        results.Count(static r => r.Decisions.Length == 1).ShouldBe(4);
    }

    [Fact]
    public void When_the_one_that_makes_it_fails_another_makes_it()
    {
        var calls = 0;
        var handler = Cached(new Handler(async (_, stopped) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _time.Clock, stopped);
            return ++calls == 1 ? throw new IOException("broken") : new StepResult(Payload.EmptyObject);
        }));
        _time.Do(async () =>
        {
            var all = Enumerable.Range(0, 4).Select(_ => handler.ExecuteAsync(Step, CancellationToken.None).AsTask()).ToArray();
            (await VirtualTime.FailureOf(all[0])).ShouldBeOfType<IOException>();
            await Task.WhenAll(all[1..]);
        });
        calls.ShouldBe(2);
    }

    [Fact]
    public void An_effect_that_must_happen_once_is_never_taken_from_the_cache()
    {
        Run(Step);
        Run(Step with { Effect = StepEffect.Once });
        Run(Step with { Effect = StepEffect.Once });
        _counting.Calls.ShouldBe(3);
    }

    [Fact]
    public void Steps_without_a_key_are_left_alone()
    {
        Run(Step with { CacheKey = null });
        Run(Step with { CacheKey = null });
        _counting.Calls.ShouldBe(2);
    }

    [Fact]
    public void A_result_that_cannot_be_kept_is_a_result_all_the_same()
    {
        var large = new Handler(static (_, _) => Task.FromResult(new StepResult(Payload.FromJson(Encoding.UTF8.GetBytes($"\"{new string('x', 2_000_000)}\"")))));
        Run(Step, large).Decisions.ShouldHaveSingleItem().Kind.ShouldBe("cache-skipped");
        var deep = new Handler(static (_, _) => Task.FromResult(
            new StepResult(Payload.FromJson(Encoding.UTF8.GetBytes(new string('[', Payload.MaxDepth) + new string(']', Payload.MaxDepth))))));
        Run(Step, deep).Decisions.ShouldHaveSingleItem().Kind.ShouldBe("cache-skipped");
        var unstored = new StepCacheHandler(_counting, new StepResultCache(new BrokenValues(), _time.Clock));
        var result = _time.Do(() => unstored.ExecuteAsync(Step, CancellationToken.None).AsTask());
        result.Decisions.ShouldHaveSingleItem().Summary.ShouldContain("store failed: gone");
    }

    private StepResult Run(StepContext context, Handler? handler = null) =>
        _time.Do(() => Cached(handler ?? _counting).ExecuteAsync(context, CancellationToken.None).AsTask());

    private StepCacheHandler Cached(Handler handler) => new(handler, new StepResultCache(_store, _time.Clock));
}
