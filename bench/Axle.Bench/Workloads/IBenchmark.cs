using Axle.Bench.Measuring;

namespace Axle.Bench.Workloads;

/// <summary>One thing that is measured: with warm-up, several repetitions, and what it is compared with in the same run.</summary>
internal interface IBenchmark
{
    string Name { get; }

    string Purpose { get; }

    Task<Report> RunAsync(BenchSettings settings);
}
