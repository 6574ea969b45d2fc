using System.Text.Json;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Recorded;

/// <summary>Runs recorded exchanges through a client and holds its reading against one by hand.</summary>
internal static class RecordedRun
{
    public static async Task CompareAsync(
        string provider, IReadOnlyList<RecordedExchange> exchanges, Func<RecordedExchange, TypedResult> readByHand, CancellationToken stop)
    {
        await using var server = await FakeServer.StartAsync([.. exchanges.Select(e => e.ToReply())]);
        using var client = Setup.Connect(provider, server.Url);
        var surprises = new List<string>();
        foreach (var exchange in exchanges)
        {
            var (read, expected) = (await TypedResult.AskAsync(client, exchange.Stream, stop), readByHand(exchange));
            if (read != expected)
                surprises.Add($"{exchange.Id}:\n  read {read}\n  want {expected}");
        }

        surprises.ShouldBeEmpty();
    }

    /// <summary>The files of one folder of another SDK's fixtures: whole answers, and streams with an event on each line.</summary>
    public static IReadOnlyList<RecordedExchange> Fixtures(string folder, Func<JsonElement, string> toEvent) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(SharedData.Find("wire-vercel")!, folder)).Order(StringComparer.Ordinal).Select(file =>
        {
            var name = Path.GetFileName(file);
            if (name.EndsWith(".chunks.txt", StringComparison.Ordinal))
            {
                var stream = string.Concat(File.ReadLines(file).Where(l => l.Length > 0).Select(l => toEvent(Samples.Json(l))));
                return new RecordedExchange(name, true, 200, stream);
            }

            var body = Samples.Json(File.ReadAllText(file));
            return new RecordedExchange(name, false, Status(body), body.GetRawText());
        }),
    ];

    // The fixtures are bodies alone; an error's status stands in it, or is the usual one.
    private static int Status(JsonElement body) => !body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object ? 200
        : error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number ? code.GetInt32() : 400;
}
