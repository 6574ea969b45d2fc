using System.Diagnostics;
using System.Text.Json;

namespace Axle.Bench.Server;

/// <summary>Pages of lists, one after the other, each of runs that the server has not looked at since it started.</summary>
/// <param name="served">What is asked.</param>
internal sealed class Pages(Served served)
{
    public async Task MeasureAsync(int pages)
    {
        await AskAsync("runs?limit=1");
        await TurnAsync("first look, 50", "runs?limit=50", pages);
        await TurnAsync("second look, 50", "runs?limit=50", pages);
        Percentiles.Tell("search", [.. await TimesAsync(pages, "runs?search=quick")]);
        Percentiles.Tell("search in vain", [.. await TimesAsync(Math.Min(pages, 20), "runs?search=nobody-has-this")]);
        Percentiles.Tell("overview", [.. await TimesAsync(Math.Min(pages, 20), "overview")]);
    }

    private async Task TurnAsync(string what, string address, int pages)
    {
        var (times, cursor) = (new List<double>(), "");
        for (var page = 0; page < pages && cursor is not null; page++)
        {
            var began = Stopwatch.GetTimestamp();
            var read = await AskAsync($"{address}&cursor={cursor}");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            cursor = read.GetProperty("next").GetString();
        }

        Percentiles.Tell(what, [.. times]);
    }

    private async Task<List<double>> TimesAsync(int times, string address)
    {
        var took = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await AskAsync(address);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return took;
    }

    private async Task<JsonElement> AskAsync(string address)
    {
        using var answer = await served.Client.GetAsync(new Uri(address, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
    }
}
