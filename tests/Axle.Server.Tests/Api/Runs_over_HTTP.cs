using System.Text.Json;

namespace Axle.Server.Tests.Api;

public sealed class Runs_over_HTTP(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_run_is_started_watched_answered_and_ends()
    {
        var id = await api.StartAsync("greet", new { who = "Ann" });
        var waiting = await api.GetAsync($"runs/{id}");
        var question = (await api.GetAsync($"approvals?run={id}")).GetProperty("items")[0];
        var (status, answer) = await api.SendAsync("POST", $"approvals/{id}/decision", new { decision = "approve", comment = "well" });
        var ended = await api.GetAsync($"runs/{id}");

        waiting.GetProperty("status").GetString().ShouldBe("executing");
        waiting.GetProperty("version").GetString().ShouldBe("1.2.0");
        waiting.GetProperty("waits")[0].GetProperty("for").GetString().ShouldBe("Send it?");
        waiting.GetProperty("attention")[0].GetString().ShouldBe("approval");
        question.GetProperty("editable")[0].GetString().ShouldBe("copies");
        (status, answer.GetProperty("applied").GetBoolean()).ShouldBe((200, true));
        ended.GetProperty("status").GetString().ShouldBe("completed");
        ended.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("Hello Ann");
    }

    [Fact]
    public async Task Steps_graph_and_events_tell_what_happened()
    {
        var id = await api.StartAsync("greet");

        var steps = (await api.GetAsync($"runs/{id}/steps")).GetProperty("items");
        var graph = await api.GetAsync($"runs/{id}/graph");
        var events = await api.GetAsync($"runs/{id}/events?limit=2");
        var rest = await api.GetAsync($"runs/{id}/events?after={events.GetProperty("next").GetString()}");
        var one = await api.GetAsync($"runs/{id}/steps/ask");

        steps.EnumerateArray().Select(static s => s.GetProperty("path").GetString()).ShouldBe(["say", "ask"]);
        graph.GetProperty("edges")[0].GetProperty("to").GetString().ShouldBe("ask");
        events.GetProperty("items")[0].GetProperty("type").GetString().ShouldBe("run-started");
        rest.GetProperty("items")[0].GetProperty("seq").GetInt64().ShouldBe(3);
        one.GetProperty("waits").GetProperty("kind").GetString().ShouldBe("approval");
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged()
    {
        var first = await api.StartAsync("waiting");
        var second = await api.StartAsync("waiting");

        var page = await api.GetAsync("runs?workflow=waiting&limit=1");
        var next = await api.GetAsync($"runs?workflow=waiting&limit=1&cursor={page.GetProperty("next").GetString()}");
        var found = await api.GetAsync($"runs?search={first}");
        var none = await api.GetAsync("runs?workflow=waiting&status=completed,failed");
        var later = await api.GetAsync("runs?from=2100-01-01T00:00:00Z");

        Ids(page).ShouldBe([second]);
        Ids(next).ShouldBe([first]);
        Ids(found).ShouldBe([first]);
        Ids(none).ShouldNotContain(first);
        Ids(later).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_a_client_knows_is_not_sent_again()
    {
        var id = await api.StartAsync("waiting");
        using var first = await api.Client.GetAsync($"runs/{id}", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{id}");
        request.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
        using var again = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        again.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_same_key_starts_one_run()
    {
        var (_, one) = await api.SendAsync("POST", "runs", new { workflow = "waiting" }, key: "order-17");
        var (_, other) = await api.SendAsync("POST", "runs", new { workflow = "waiting" }, key: "order-17");

        other.GetProperty("id").GetString().ShouldBe(one.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_run_is_paused_resumed_signalled_and_removed()
    {
        var id = await api.StartAsync("waiting");

        (await api.SendAsync("POST", $"runs/{id}/pause")).Body.GetProperty("run").GetProperty("status").GetString().ShouldBe("paused");
        (await api.SendAsync("POST", $"runs/{id}/resume")).Status.ShouldBe(200);
        (await api.ProblemAsync("DELETE", $"runs/{id}")).ShouldBe((409, "status"));
        var (_, signalled) = await api.SendAsync("POST", $"runs/{id}/signals", new { name = "go", body = new { fast = true } });
        signalled.GetProperty("run").GetProperty("status").GetString().ShouldBe("completed");
        (await api.SendAsync("DELETE", $"runs/{id}")).Status.ShouldBe(204);
        (await api.ProblemAsync("GET", $"runs/{id}")).ShouldBe((404, "notFound"));
    }

    [Fact]
    public async Task Many_runs_are_cancelled_at_once_after_a_look()
    {
        var (one, other) = (await api.StartAsync("waiting"), await api.StartAsync("greet"));

        var (_, looked) = await api.SendAsync("POST", "runs/bulk", new { action = "cancel", ids = new[] { one, other, "nobody" }, dryRun = true });
        var (_, done) = await api.SendAsync("POST", "runs/bulk", new { action = "cancel", ids = new[] { one, other } });

        looked.GetProperty("count").GetInt32().ShouldBe(2);
        looked.GetProperty("failed")[0].GetProperty("id").GetString().ShouldBe("nobody");
        done.GetProperty("count").GetInt32().ShouldBe(2);
        (await api.GetAsync($"runs/{one}")).GetProperty("status").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_run_that_fails_is_a_dead_letter_until_it_is_discarded()
    {
        var id = await api.StartAsync("failing");

        var letters = await api.GetAsync("dead-letters?workflow=failing");
        var (redriven, _) = await api.SendAsync("POST", $"dead-letters/{id}/redrive");
        var (discarded, _) = await api.SendAsync("POST", $"dead-letters/{id}/discard", new { reason = "known" });

        letters.GetProperty("items").EnumerateArray().Select(static l => l.GetProperty("id").GetString()).ShouldContain(id);
        letters.GetProperty("items")[0].GetProperty("error").GetProperty("message").GetString().ShouldBe("It cannot be.");
        (redriven, discarded).ShouldBe((200, 200));
        (await api.ProblemAsync("POST", $"dead-letters/{id}/discard")).ShouldBe((409, "status"));
    }

    [Theory]
    [InlineData("GET", "runs/nobody", null, 404)]
    [InlineData("GET", "runs/nobody/steps", null, 404)]
    [InlineData("GET", "runs/nobody/graph", null, 404)]
    [InlineData("GET", "runs/nobody/events", null, 404)]
    [InlineData("GET", "runs/NOT%20AN%20ID", null, 404)]
    [InlineData("POST", "runs/nobody/pause", "{}", 404)]
    [InlineData("POST", "runs/nobody/cancel", "{}", 404)]
    [InlineData("POST", "runs/nobody/signals", """{"name":"go"}""", 404)]
    [InlineData("POST", "approvals/nobody/decision", """{"decision":"approve"}""", 404)]
    [InlineData("POST", "dead-letters/nobody/redrive", "{}", 404)]
    [InlineData("GET", "runs?limit=0", null, 400)]
    [InlineData("GET", "runs?status=gone", null, 400)]
    [InlineData("GET", "runs?cursor=NO", null, 400)]
    [InlineData("GET", "runs?from=yesterday", null, 400)]
    [InlineData("POST", "runs", "{", 400)]
    [InlineData("POST", "runs", "{}", 400)]
    [InlineData("POST", "runs", """{"workflow":"greet","inputs":[1]}""", 400)]
    [InlineData("POST", "runs", """{"workflow":"greet","inputs":{"who":7}}""", 400)]
    [InlineData("POST", "runs", """{"workflow":"greet","priority":1000}""", 400)]
    [InlineData("POST", "runs", """{"workflow":"gret"}""", 404)]
    [InlineData("POST", "runs", """{"yaml":"name: x"}""", 400)]
    [InlineData("POST", "runs/bulk", """{"action":"cancel"}""", 400)]
    [InlineData("GET", "nothing/here", null, 404)]
    public async Task What_cannot_be_is_said_as_a_problem(string method, string address, string? body, int status) =>
        (await api.ProblemAsync(method, address, body)).Status.ShouldBe(status);

    [Fact]
    public async Task A_run_that_has_ended_takes_no_more_commands()
    {
        var id = await api.StartAsync("waiting");
        await api.SendAsync("POST", $"runs/{id}/cancel", new { reason = "enough" });

        (await api.ProblemAsync("POST", $"runs/{id}/cancel")).ShouldBe((409, "status"));
        (await api.ProblemAsync("POST", $"runs/{id}/pause")).ShouldBe((409, "status"));
        (await api.ProblemAsync("POST", $"runs/{id}/resume")).ShouldBe((409, "ended"));
        (await api.ProblemAsync("POST", $"runs/{id}/signals", new { name = "go" })).ShouldBe((409, "status"));
        (await api.ProblemAsync("POST", $"approvals/{id}/decision", new { decision = "approve" })).ShouldBe((409, "answered"));
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(static r => r.GetProperty("id").GetString());
}
