using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Identity.Protection;
using Axle.Server.Tests.Identity;

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
    public async Task A_message_that_is_repeated_with_its_key_counts_once_and_is_told_when_nothing_more_may_be_said()
    {
        await using var team = await TeamServer.StartAsync(new ConversationRates { UserPerMinute = 2 });
        var ((_, ann), (_, bob)) = (await team.MemberAsync("ann", Role.Operator), await team.MemberAsync("bob", Role.Operator));
        Task<(int Status, JsonNode? Body, string Text)> SayAsync(string key, string repeat, string session) => team.SendAsync(
            "POST", "agents/writer/chat", key, new { message = "Say what this project is.", session }, ("Idempotency-Key", repeat));

        var first = await SayAsync(ann, "one", "talk");
        for (var i = 0; i < 3; i++)
            (await SayAsync(ann, "one", "another")).Text.ShouldBe(first.Text);
        (await SayAsync(ann, "two", "talk")).Status.ShouldBe(200);
        (await SayAsync(ann, "three", "talk")).Status.ShouldBe(429);
        (await SayAsync(ann, "one", "talk")).Text.ShouldBe(first.Text);
        Read((await SayAsync(bob, "one", "talk")).Text)[0].Event.GetProperty("runId").GetString()
            .ShouldNotBe(Read(first.Text)[0].Event.GetProperty("runId").GetString(), "somebody else's key is another one");
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
