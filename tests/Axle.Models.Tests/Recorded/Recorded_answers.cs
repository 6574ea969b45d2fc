using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Recorded;

public sealed class Recorded_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai", "openai.jsonl.gz", "chat_completions")]
    [InlineData("openai-compatible", "openai.jsonl.gz", "chat_completions")]
    public async Task Every_recorded_exchange_is_read_or_becomes_a_typed_error(string provider, string file, string api)
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = RecordedExchanges.Read(file, api).Where(e => IsText(e.Body)).ToList();
        exchanges.Count.ShouldBeGreaterThan(100);
        await using var server =
            await FakeServer.StartAsync([.. exchanges.Select(e => e.ToReply())]);
        using var client = Setup.Connect(provider, server.Url);

        var surprises = new List<string>();
        var read = 0;
        foreach (var exchange in exchanges)
        {
            var outcome = await OutcomeAsync(client, exchange.Stream);
            read += outcome is null or ErrorKind.Refused ? 1 : 0;
            if (exchange.Status >= 400 ? outcome is null or ErrorKind.Unknown : outcome is not (null or ErrorKind.Refused or ErrorKind.MalformedAnswer))
                surprises.Add($"{exchange.Id} ({exchange.Status}): {outcome}");
        }

        surprises.ShouldBeEmpty();
        // What is left are empty answers and calls in the format of 2023, which this adapter never asks for.
        read.ShouldBeGreaterThan(exchanges.Count(e => e.Status == 200) * 95 / 100);
    }

    [Fact]
    public async Task Every_written_error_payload_is_transient_as_its_authors_meant_it()
    {
        Assert.SkipWhen(SharedData.Find("wire-errors") is null, SharedData.Missing);
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(SharedData.Find("wire-errors")!, "errors.jsonl"), Stop))
        {
            var payload = Samples.Json(line);
            var status = payload.GetProperty("status").GetInt32();
            var stream = payload.GetProperty("stream").GetBoolean();
            var body = payload.GetProperty("body").GetString()!;
            await using var server = await FakeServer.StartAsync(stream ? Reply.Stream(body) : new Reply(body, status));
            using var client = Setup.Connect(payload.GetProperty("provider").GetString()!, server.Url);

            var outcome = await OutcomeAsync(client, stream);

            outcome.ShouldBe(status == 429 ? ErrorKind.RateLimited : ErrorKind.Overloaded, payload.GetProperty("id").GetString());
        }
    }

    [Theory]
    [InlineData("openai", "openai-chat")]
    [InlineData("openai-compatible", "openai-compatible-chat")]
    public async Task Every_stream_of_another_sdk_s_fixtures_is_read_or_becomes_a_typed_error(string provider, string folder)
    {
        Assert.SkipWhen(SharedData.Find("wire-vercel") is null, SharedData.Missing);
        var files = Directory.GetFiles(Path.Combine(SharedData.Find("wire-vercel")!, folder), "*.chunks.txt").Order(StringComparer.Ordinal).ToList();
        var (read, asked) = (0, 0);
        foreach (var file in files)
        {
            asked++;
            var stream = string.Concat((await File.ReadAllLinesAsync(file, Stop)).Where(l => l.Length > 0).Select(l => ToEvent(provider, l))) +
                (provider == "anthropic" ? "" : "data: [DONE]\n\n");
            await using var server = await FakeServer.StartAsync(Reply.Stream(stream));
            using var client = Setup.Connect(provider, server.Url);
            read += await OutcomeAsync(client, stream: true) is null or ErrorKind.Refused ? 1 : 0;
        }

        asked.ShouldBeGreaterThan(0);
        read.ShouldBe(asked);
    }

    private static string ToEvent(string provider, string json) =>
        provider == "anthropic" ? $"event: {Samples.Json(json).GetProperty("type").GetString()}\ndata: {json}\n\n" : $"data: {json}\n\n";

    // A few bodies were stored as base64; they are no wire text.
    private static bool IsText(string body) => body.StartsWith('{') || body.Contains("data:", StringComparison.Ordinal);

    private static async Task<ErrorKind?> OutcomeAsync(IChatClient client, bool stream)
    {
        try
        {
            _ = stream
                ? await client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop)
                : await client.GetResponseAsync("Hello", cancellationToken: Stop);
            return null;
        }
        catch (AxleException e)
        {
            return e.Error.Kind;
        }
    }
}
