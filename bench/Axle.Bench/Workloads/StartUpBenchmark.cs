using System.Diagnostics;
using System.Text.Json;
using Axle.Bench.Measuring;

namespace Axle.Bench.Workloads;

/// <summary>
/// How long a person waits for <c>ax</c>, published ready to run: for <c>ax --version</c>, and for the first step of a workflow to begin.
/// </summary>
internal sealed class StartUpBenchmark : IBenchmark
{
    private const int Starts = 20;

    /// <summary>Names the folder of the published program; <c>bench/run</c> publishes it and sets this.</summary>
    private const string Published = "AXLE_PUBLISHED";

    private const string File = "name: first\nsteps:\n  - key: one\n    tool: code.structure\n";

    public string Name => "startup";

    public string Purpose => "from the start of a published ax to its version, and to the first step of a workflow";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var folder = Environment.GetEnvironmentVariable(Published)
            ?? throw new InvalidOperationException($"{Published} names no folder. Run 'bench/run {Name}', which publishes ax and sets it.");
        using var workspace = new ScratchFolder();
        await System.IO.File.WriteAllTextAsync(workspace["first.yaml"], File);
        var ax = Path.Combine(folder, "ax");
        var rows = new List<Row>();
        for (var i = 0; i <= settings.Repetitions; i++)
        {
            var row = new Row($"repetition {i}, {Starts} starts each", await MeasureAsync(ax, workspace));
            // The first only brings the files into memory.
            if (i > 0)
                rows.Add(row);
        }

        return new Report(
            Name, Figures.MedianOf([.. rows.Select(static r => r.Figures)]), [Goal.Most("versionP50Ms", 100), Goal.Most("firstStepP50Ms", 500)], rows);
    }

    private static async Task<Figures> MeasureAsync(string ax, ScratchFolder workspace)
    {
        var (versions, steps, whole) = (new double[Starts], new double[Starts], new double[Starts]);
        var cpu = CpuMeter.Start();
        for (var i = 0; i < Starts; i++)
        {
            versions[i] = (await RunAsync(ax, workspace, "--version")).Milliseconds;
            var begun = TimeProvider.System.GetUtcNow();
            var (milliseconds, said) = await RunAsync(ax, workspace, "workflow", "execute", "first.yaml", "--database", workspace["axle.db"], "--json");
            using var report = JsonDocument.Parse(said);
            steps[i] = (report.RootElement.GetProperty("steps")[0].GetProperty("startedAt").GetDateTimeOffset() - begun).TotalMilliseconds;
            whole[i] = milliseconds;
        }

        var figures = new Figures
        {
            ["versionP50Ms"] = Sample.Quantile(versions, 0.5),
            ["versionP99Ms"] = Sample.Quantile(versions, 0.99),
            ["firstStepP50Ms"] = Sample.Quantile(steps, 0.5),
            ["firstStepP99Ms"] = Sample.Quantile(steps, 0.99),
            ["wholeRunP50Ms"] = Sample.Quantile(whole, 0.5),
        };
        foreach (var (name, value) in cpu.Stop())
            figures[name] = value;
        return figures;
    }

    private static async Task<(double Milliseconds, string Said)> RunAsync(string ax, ScratchFolder workspace, params string[] arguments)
    {
        var start = new ProcessStartInfo(ax, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workspace[""] };
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{ax} does not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return process.ExitCode == 0
            ? (took, said)
            : throw new InvalidOperationException($"'ax {string.Join(' ', arguments)}' ended with {process.ExitCode}: {said}{await errors}");
    }
}
