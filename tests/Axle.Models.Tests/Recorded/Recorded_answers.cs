using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Recorded;

public sealed class Recorded_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
