using System.Diagnostics;
using System.Text.Json;
using Axle.Bench.Measuring;
using Axle.Storage.Sqlite.Code;
using Axle.Tools.BuiltIn.Search;
using Axle.Tools.BuiltIn.Search.Indexing;
using Axle.Tools.Contract;

namespace Axle.Bench.Workloads;

/// <summary>
/// <c>code.search</c> on a large tree: with no index yet, with one, after some files changed, and by reading everything, beside <c>grep</c>. The tree is the folder
/// that <c>AXLE_BENCH_TREE</c> names, else the folder it is started in; its index is made anew.
/// </summary>
internal sealed class CodeSearchBenchmark : IBenchmark
{
    private const int Questions = 15;
    private const int Changed = 20;

    public string Name => "code-search";

    public string Purpose => "code.search on a large tree: cold, warm, after changes, by reading everything, beside grep";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var tree = Path.GetFullPath(Environment.GetEnvironmentVariable("AXLE_BENCH_TREE") ?? ".");
        var index = Path.Combine(tree, ".axle", "index");
        if (Directory.Exists(index))
            Directory.Delete(index, recursive: true);
        var figures = new Figures { ["coldMs"] = await OnceAsync(new SqliteCodeIndexes(), tree) };
        figures["files"] = await SearchedAsync(tree);
        figures["indexMiB"] = new DirectoryInfo(index).EnumerateFiles().Sum(static f => f.Length) / 1024.0 / 1024.0;
        await ManyAsync(figures, "warm", () => OnceAsync(new SqliteCodeIndexes(), tree));
        await ManyAsync(figures, "readingAll", () => OnceAsync(null, tree), forget: true);
        await ManyAsync(figures, "grep", () => ProcessAsync("grep", ["-rIlwiE", "retry|backoff", "--exclude-dir=.axle", tree]));
        var files = Directory.EnumerateFiles(tree, "*.js", SearchOption.AllDirectories).Take(Changed).ToList();
        foreach (var file in files)
            await File.AppendAllTextAsync(file, "\n");
        figures["changedFiles"] = files.Count;
        figures["afterChangesMs"] = await OnceAsync(new SqliteCodeIndexes(), tree);
        return new Report(Name, figures, [], [new Row(tree, figures)]);
    }

    private static async Task ManyAsync(Figures figures, string name, Func<Task<double>> once, bool forget = false)
    {
        var times = new double[Questions];
        for (var i = -1; i < Questions; i++)
        {
            // What the last question has read is held as long as memory allows; a new process has nothing.
            if (forget)
                GC.Collect();
            var took = await once();
            if (i >= 0)
                times[i] = took;
        }

        figures[$"{name}P50Ms"] = Sample.Quantile(times, 0.5);
    }

    private static async Task<double> OnceAsync(ICodeIndexes? indexes, string tree)
    {
        var began = Stopwatch.GetTimestamp();
        await AskAsync(indexes, tree);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<double> SearchedAsync(string tree) => (await AskAsync(new SqliteCodeIndexes(), tree)).GetProperty("searched").GetDouble();

    private static async Task<JsonElement> AskAsync(ICodeIndexes? indexes, string tree) => await new CodeSearchTool(indexes).InvokeAsync(
        JsonElement.Parse("""{"words":"retry backoff"}"""), new ToolContext(tree, false, "bench", TimeProvider.System), CancellationToken.None);

    private static async Task<double> ProcessAsync(string program, string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
