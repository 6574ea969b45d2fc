using System.Diagnostics;
using Axle.Bench.Measuring;
using Axle.Tools.Sandbox;

namespace Axle.Bench.Workloads;

/// <summary>How long a program waits for its sandbox: the smallest program of each language inside, beside the bare process of the same interpreter.</summary>
internal sealed class SandboxBenchmark : IBenchmark
{
    private const int Starts = 100;

    public string Name => "sandbox";

    public string Purpose => "start and end of the smallest program in the sandbox, beside the bare process";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var sandbox = new CodeSandbox(TimeProvider.System);
        var figures = new Figures();
        var cpu = CpuMeter.Start();
        await MeasureAsync(figures, "trueBare", () => BareAsync("/usr/bin/true"));
        await MeasureAsync(figures, "trueSandbox", () => new CodeSandbox(TimeProvider.System).StateAsync());
        await MeasureAsync(figures, "pythonBare", () => BareAsync("/usr/bin/python3", "-c", "1"));
        await MeasureAsync(figures, "pythonSandbox", () => RunAsync(sandbox, SandboxLanguage.Python, "output = 1"));
        await MeasureAsync(figures, "nodeBare", () => BareAsync("/usr/bin/node", "-e", "1"));
        await MeasureAsync(figures, "nodeSandbox", () => RunAsync(sandbox, SandboxLanguage.JavaScript, "return 1"));
        await MeasureAsync(figures, "sqliteBare", () => BareAsync("/usr/bin/python3", "-c", "import sqlite3, csv, json, re"));
        await MeasureAsync(figures, "sqlSandbox", () => RunAsync(sandbox, SandboxLanguage.Sql, "select 1"));
        foreach (var (name, value) in cpu.Stop())
            figures[name] = value;
        return new Report(Name, figures, [Goal.Most("trueSandboxP50Ms", 50)], [new Row($"{Starts} starts each, one after the other", figures)]);
    }

    private static async Task MeasureAsync(Figures figures, string name, Func<Task> start)
    {
        var times = new double[Starts];
        for (var i = -3; i < Starts; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await start();
            if (i >= 0)
                times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        figures[$"{name}P50Ms"] = Sample.Quantile(times, 0.5);
        figures[$"{name}P99Ms"] = Sample.Quantile(times, 0.99);
    }

    private static async Task RunAsync(CodeSandbox sandbox, SandboxLanguage language, string source) =>
        await sandbox.RunAsync(new SandboxJob(language, source), CancellationToken.None);

    private static async Task BareAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }
}
