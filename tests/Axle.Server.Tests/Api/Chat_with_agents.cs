using System.Net.Http.Json;
using System.Text.Json;

namespace Axle.Server.Tests.Api;

public sealed class Chat_with_agents(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task An_agent_answers_as_a_stream_of_events_that_can_be_read_again()
    {
        using var answer = await api.Client.PostAsJsonAsync(
            "agents/security/chat", new { message = "Is there a secret in this project?", session = "talk-1" }, TestContext.Current.CancellationToken);
        var told = Read(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var run = told[0].Event.GetProperty("runId").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{run}/chat");
        request.Headers.Add("Last-Event-ID", told[0].Id);
        using var again = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var rest = Read(await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        told[0].Event.GetProperty("type").GetString().ShouldBe("RUN_STARTED");
        told[0].Event.GetProperty("threadId").GetString().ShouldBe("talk-1");
        told[^1].Event.GetProperty("type").GetString().ShouldBeOneOf("RUN_FINISHED", "RUN_ERROR");
        rest.Count.ShouldBe(told.Count - 1);
    }

    [Fact]
    public async Task Nobody_and_nothing_are_refused()
    {
        (await api.ProblemAsync("POST", "agents/nobody/chat", new { message = "hello" })).Status.ShouldBe(404);
        (await api.ProblemAsync("POST", "agents/security/chat", new { message = "" })).Status.ShouldBe(400);
    }

    private static List<(string Id, JsonElement Event)> Read(string stream) =>
    [
        .. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static e => e.Split('\n')).Select(static lines => (lines[0]["id: ".Length..], JsonElement.Parse(lines[1]["data: ".Length..]))),
    ];
}
