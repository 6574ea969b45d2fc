using Axle.Testing.Simulation;
using Axle.Workflows.Definition;
using Axle.Workflows.InMemory;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Schedules;

/// <summary>Several processes keep one schedule and die at any moment: every time starts one run, and none is forgotten.</summary>
public sealed class ScheduleCrashTests
{
    [Fact]
    public void However_processes_die_each_time_starts_one_run()
    {
        for (var seed = 0; seed < 60; seed++)
            Live(seed);
    }

    private static void Live(int seed)
    {
        var random = new Random(seed);
        var scheduler = new SimulationScheduler(random);
        var store = new MemoryRunStore(new MemoryDisk(), "test");
        var runs = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (asked, born, left) = (0, 0, new List<SimulatedProcess>());
        var begin = scheduler.Clock.Now;
        var workflow = new Workflow
        {
            Name = "w",
            Steps = [],
            On = new Triggers([new ScheduleTrigger("*/5 * * * *", null, null, null, MissedStartChoice.All)], null, []),
        };

        void Begin()
        {
            var process = scheduler.NewProcess($"process-{born++}");
            left.Add(process);
            process.Start(async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(random.Next(60)), process.Time);
                await new ScheduleRunner(new CountingValues(store, process.Time), async (start, stopped) =>
                {
                    asked++;
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50)), process.Time, stopped);
                    runs.TryAdd(start.Key!, born);
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50)), process.Time, stopped);
                }, process.Time).RegisterAsync(workflow);
            });
        }

        scheduler.BetweenSteps = () =>
        {
            if (random.Next(40) > 0)
                return;
            var victim = left[random.Next(left.Count)];
            left.Remove(victim);
            victim.Crash();
            Begin();
        };
        Begin();
        Begin();
        Begin();
        scheduler.RunUntil(() => scheduler.Clock.Now >= begin.AddHours(12), 1_000_000);
        scheduler.BetweenSteps = null;
        scheduler.RunUntil(() => scheduler.Clock.Now >= begin.AddHours(12).AddMinutes(4), 1_000_000);
        var expected = Enumerable.Range(1, 144).Select(n => $"schedule/w/0/{begin.AddMinutes(5 * n):yyyy-MM-dd'T'HH:mm:ss'Z'}");
        runs.Keys.ShouldBe(expected, customMessage: $"seed {seed}");
        asked.ShouldBeGreaterThan(144, $"seed {seed}: no two processes met, so nothing was proved");
        store.Dispose();
    }
}
