using System.Diagnostics;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Standing;
using Axle.Bench.Measuring;

namespace Axle.Bench.Workloads;

/// <summary>Which agent does a piece of work, among 21, 1,000 and 10,000: from the words of a
/// question to the ranked agents with actions, standing and reasons, on one thread.</summary>
internal sealed class AgentRoutingBenchmark : IBenchmark
{
    private const int Questions = 4_096;
    private const string Microseconds = "routeMicroseconds";

    public string Name => "agents";

    public string Purpose => "choosing an agent by what it can do, among 21, 1,000 and 10,000";

    public Task<Report> RunAsync(BenchSettings settings)
    {
        var rows = new List<Row>();
        foreach (var count in (int[])[21, 1_000, 10_000])
            rows.Add(new Row($"{count:#,0} agents", Measure(count, settings)));
        return Task.FromResult(new Report(Name, rows[1].Figures, [Goal.Most(Microseconds, 50)], rows));
    }

    private static Figures Measure(int count, BenchSettings settings)
    {
        var agents = AgentCrowd.Of(count);
        var built = Stopwatch.GetTimestamp();
        var router = new AgentRouter(new AgentRegistry(agents), new AgentBook(TimeProvider.System));
        var indexing = Stopwatch.GetElapsedTime(built).TotalMilliseconds;
        // Nobody at all does some of what the made-up agents do among the first 21: being told so is not what is measured.
        string[] questions = [.. AgentCrowd.Questions(Questions).Where(question => IsAnswered(router, question))];
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < settings.WarmUp)
            Ask(router, questions, null);

        var latencies = new double[questions.Length];
        var repetitions = new List<Figures>();
        for (var repetition = 0; repetition < Math.Max(settings.Repetitions, 5); repetition++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            Ask(router, questions, latencies);
            repetitions.Add(new Figures
            {
                [Microseconds] = latencies.Average(),
                ["p50Microseconds"] = Sample.Quantile(latencies, 0.5),
                ["p99Microseconds"] = Sample.Quantile(latencies, 0.99),
                ["bytesAllocated"] = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)questions.Length,
                ["indexingMilliseconds"] = indexing,
            });
        }

        return Figures.MedianOf(repetitions);
    }

    private static bool IsAnswered(AgentRouter router, string question)
    {
        try
        {
            return router.Rank(null, question).Length > 0;
        }
        catch (AxleException)
        {
            return false;
        }
    }

    private static void Ask(AgentRouter router, string[] questions, double[]? latencies)
    {
        for (var i = 0; i < questions.Length; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            var found = router.Rank(null, questions[i]);
            if (latencies is not null)
                latencies[i] = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
            GC.KeepAlive(found);
        }
    }
}
