using System.Diagnostics;
using System.Globalization;
using System.Text;
using Axle.Bench.Measuring;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Graph;

namespace Axle.Bench.Workloads;

/// <summary>Reading and checking a file, and building its graph: 5, 100 and 1,000 steps.</summary>
internal sealed class ParseBenchmark : IBenchmark
{
    private const int Repetitions = 7;

    public string Name => "parse";

    public string Purpose => "parse and graph of files with 5, 100 and 1,000 steps";

    public Task<Report> RunAsync(BenchSettings settings)
    {
        var rows = new List<Row>();
        foreach (var (steps, expressions) in ((int, bool)[])[(5, false), (5, true), (100, true), (1000, true)])
        {
            var text = Make(steps, expressions);
            var times = Math.Max(5, 50_000 / steps / 10);
            var read = Measure(times, () => WorkflowReader.Read(text, "bench.yaml").Workflow ?? throw new InvalidOperationException("The file is not valid."));
            var workflow = WorkflowReader.Read(text, "bench.yaml").Workflow!;
            var graph = Measure(times * 5, () => StepGraph.Build(workflow.Steps));
            rows.Add(new Row(
                string.Create(CultureInfo.InvariantCulture, $"{steps} steps{(expressions ? " with expressions" : "")}, {Encoding.UTF8.GetByteCount(text)} bytes"),
                new Figures
                {
                    ["parse ms"] = read.Milliseconds,
                    ["files/s"] = 1000 / read.Milliseconds,
                    ["parse KB allocated"] = read.Bytes / 1024,
                    ["graph ms"] = graph.Milliseconds,
                    ["graph KB allocated"] = graph.Bytes / 1024,
                }));
        }

        return Task.FromResult(new Report(Name, rows));
    }

    private static (double Milliseconds, double Bytes) Measure(int times, Func<object> action)
    {
        for (var i = 0; i < times; i++)
            action();
        var milliseconds = new List<double>();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
                action();
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / times);
        }

        return (Sample.Median(milliseconds), (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)(times * Repetitions));
    }

    private static string Make(int steps, bool expressions)
    {
        var text = new StringBuilder("name: bench\nversion: 1.0.0\nsteps:\n");
        for (var i = 0; i < steps; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - key: step-{i}\n    agent: quality\n    action: lint-codebase\n");
            if (i > 0)
                text.Append(CultureInfo.InvariantCulture, $"    dependsOn: [step-{i - 1}]\n");
            if (i > 0 && expressions)
                text.Append(CultureInfo.InvariantCulture, $"    with:\n      size: ${{{{ steps.step-{i / 2}.output.size }}}}\n");
        }

        return text.ToString();
    }
}
