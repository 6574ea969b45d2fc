using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Axle.Bench.Server;

/// <summary>Requests at an even rate, whether those before have been answered or not.</summary>
/// <param name="served">What is asked.</param>
internal sealed class Requests(Served served)
{
    private static readonly string[] Kinds = ["run", "run", "steps", "events", "graph", "list", "list by status", "start", "run", "steps"];
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _times = new();

    public async Task MeasureAsync(int perSecond, TimeSpan time)
    {
        var ids = await IdsAsync();
        foreach (var kind in Kinds.Distinct())
            await AskAsync(kind, ids[0]);
        _times.Clear();
        var asked = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        while (Stopwatch.GetElapsedTime(began) < time && await ticks.WaitForNextTickAsync())
        {
            for (var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond); asked.Count < due;)
                asked.Add(AskAsync(Kinds[asked.Count % Kinds.Length], ids[asked.Count * 7919 % ids.Count]));
        }

        await Task.WhenAll(asked);
        Console.WriteLine($"{asked.Count / time.TotalSeconds:0} requests/s for {time.TotalSeconds:0} s");
        foreach (var (kind, times) in _times.OrderBy(static t => t.Key, StringComparer.Ordinal))
            Percentiles.Tell(kind, [.. times]);
        Percentiles.Tell("all", [.. _times.Values.SelectMany(static t => t)]);
    }

    private async Task<List<string>> IdsAsync()
    {
        var (ids, cursor) = (new List<string>(), "");
        for (var page = 0; page < 20; page++)
        {
            var read = await served.Client.GetFromJsonAsync<JsonElement>($"runs?limit=200&cursor={cursor}");
            ids.AddRange(read.GetProperty("items").EnumerateArray().Select(static r => r.GetProperty("id").GetString()!));
            cursor = read.GetProperty("next").GetString();
            if (cursor is null)
                break;
        }

        return ids;
    }

    private async Task AskAsync(string kind, string id)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = kind switch
        {
            "start" => await served.Client.PostAsJsonAsync("runs", new { workflow = "quick" }),
            "list" => await served.Client.GetAsync("runs"),
            "list by status" => await served.Client.GetAsync("runs?status=completed&workflow=quick"),
            "run" => await served.Client.GetAsync($"runs/{id}"),
            _ => await served.Client.GetAsync($"runs/{id}/{kind}"),
        };
        await answer.Content.ReadAsByteArrayAsync();
        answer.EnsureSuccessStatusCode();
        _times.GetOrAdd(kind, static _ => []).Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}

/// <summary>How times are told.</summary>
internal static class Percentiles
{
    public static void Tell(string what, double[] times)
    {
        Array.Sort(times);
        Console.WriteLine(
            $"{what,-16} {times.Length,8} times  p50 {At(times, 0.5):0.00} ms  p95 {At(times, 0.95):0.00} ms  p99 {At(times, 0.99):0.00} ms  most {times[^1]:0.0} ms");
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
