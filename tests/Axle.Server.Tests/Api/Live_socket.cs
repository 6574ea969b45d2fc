using System.Text.Json;

namespace Axle.Server.Tests.Api;

public sealed class Live_socket(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_watcher_gets_what_was_and_then_what_comes()
    {
        var id = await api.StartAsync("greet");
        using var client = await LiveClient.ConnectAsync(api);

        await client.SayAsync(new { type = "subscribe", id = "1", topic = "run", run = id });
        var first = await client.HearAsync();
        var ready = await client.HearAsync("ready");
        (await api.SendAsync("POST", $"approvals/{id}/decision", new { decision = "approve" })).Status.ShouldBe(200);
        var next = await client.HearAsync("event");

        first.GetProperty("event").GetProperty("type").GetString().ShouldBe("run-started");
        ready.GetProperty("seq").GetInt64().ShouldBe(4);
        next.GetProperty("seq").GetInt64().ShouldBe(5);
    }

    [Fact]
    public async Task A_watcher_that_was_cut_off_goes_on_after_the_last_event_it_has()
    {
        var id = await api.StartAsync("greet");
        (await api.SendAsync("POST", $"approvals/{id}/decision", new { decision = "approve" })).Status.ShouldBe(200);
        using var client = await LiveClient.ConnectAsync(api);

        await client.SayAsync(new { type = "subscribe", id = "again", topic = "run", run = id, after = 4 });

        (await client.HearAsync()).GetProperty("seq").GetInt64().ShouldBe(5);
    }

    [Fact]
    public async Task Lists_of_runs_and_approvals_keep_up()
    {
        using var client = await LiveClient.ConnectAsync(api);
        await client.SayAsync(new { type = "subscribe", id = "runs", topic = "runs" });
        await client.HearAsync("ready");
        await client.SayAsync(new { type = "subscribe", id = "approvals", topic = "approvals" });
        await client.HearAsync("ready");

        var id = await api.StartAsync("greet");
        // A change may be told more than once.
        var heard = new Dictionary<string, JsonElement>();
        while (heard.Count < 2)
        {
            var message = await client.HearAsync("event");
            heard.TryAdd(message.GetProperty("id").GetString()!, message.GetProperty("event"));
        }

        heard["runs"].GetProperty("id").GetString().ShouldBe(id);
        heard["approvals"].GetProperty("items")[0].GetProperty("question").GetString().ShouldBe("Send it?");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"type":"dance"}""")]
    [InlineData("""{"type":"subscribe","id":"1","topic":"moon"}""")]
    [InlineData("""{"type":"subscribe","id":"1","topic":"run","run":"nobody"}""")]
    [InlineData("""{"type":"subscribe","topic":"runs"}""")]
    public async Task What_cannot_be_is_said_and_the_socket_stays(string message)
    {
        using var client = await LiveClient.ConnectAsync(api);

        await client.SayAsync(message);
        (await client.HearAsync("problem")).GetProperty("problem").GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        await client.SayAsync(new { type = "subscribe", id = "2", topic = "runs" });

        (await client.HearAsync("ready")).GetProperty("id").GetString().ShouldBe("2");
    }

    [Fact]
    public async Task Two_hundred_watchers_of_one_run_all_hear_of_its_end()
    {
        var id = await api.StartAsync("waiting");
        var clients = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => LiveClient.ConnectAsync(api)));
        try
        {
            foreach (var client in clients)
                await client.SayAsync(new { type = "subscribe", id = "w", topic = "run", run = id });
            await Task.WhenAll(clients.Select(static c => c.HearAsync("ready")));
            var hearing = clients.Select(EndAsync).ToArray();

            await api.SendAsync("POST", $"runs/{id}/signals", new { name = "go" });

            (await Task.WhenAll(hearing)).ShouldAllBe(static type => type == "run-completed");
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    private static async Task<string> EndAsync(LiveClient client)
    {
        while (true)
        {
            var type = (await client.HearAsync("event")).GetProperty("event").GetProperty("type").GetString()!;
            if (type is "run-completed" or "run-failed")
                return type;
        }
    }
}
