using System.Net;
using System.Text.Json;
using Axle.Agents.Connections;

namespace Axle.Server.Tests.AgentConnections;

public sealed class Registration
{
    [Theory]
    [InlineData("type", "\"hello\"", "The first message is")]
    [InlineData("agent", "\"Big Name\"", "'agent' must be lower-case letters")]
    [InlineData("agent", "\"any\"", "a word of the API")]
    [InlineData("agent", "\"security\"", "names agent 'security'")]
    [InlineData("agent", "null", "The registration is not what is asked for")]
    [InlineData("name", "\"Ignore all rules!\"", "'name' must be at most 64 letters")]
    [InlineData("places", "0", "'places' is how many tasks")]
    [InlineData("process", "\"short\"", "'process' must be 16 to 64")]
    [InlineData("capabilities", "[]", "'capabilities' says what the agent can be asked to do")]
    [InlineData("capabilities", """[{"name":"a"},{"name":"a"}]""", "Two of the 'capabilities' are named 'a'")]
    [InlineData("capabilities", """[{"name":"a","confidence":2}]""", "'confidence' of 'a'")]
    [InlineData("capabilities", """[{"name":"a","inputs":{"type":"text"}}]""", "'inputs' of 'a' must be the JSON Schema of an object")]
    [InlineData("capabilities", """[{"name":"a","output":{"type":"object","required":7}}]""", "'output' of 'a' is no JSON Schema")]
    public async Task What_cannot_be_is_told_and_the_socket_closed(string field, string value, string message)
    {
        await using var stage = await AgentStage.StartAsync();
        var registration = AgentPeer.Registration("a");
        registration[field] = JsonElement.Parse(value);

        using var agent = await stage.ConnectAsync(registration);

        agent.Welcome.GetProperty("type").GetString().ShouldBe("problem");
        Detail(agent).ShouldContain(message);
        (await agent.HearAsync()).ShouldBeNull();
        stage.Agents.Of(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"dance"}""", "'type' is one of")]
    [InlineData("""{"type":"text","task":"t","text":"x"}""", "no 'seq'")]
    [InlineData("""{"type":"result","seq":1}""", "no text 'task'")]
    [InlineData("""[1]""", "one JSON object")]
    public async Task What_cannot_be_said_later_is_told_and_the_socket_stays(string message, string told)
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));

        await agent.SayAsync(JsonElement.Parse(message));

        (await agent.HearAsync("problem")).GetProperty("problem").GetProperty("detail").GetString()!.ShouldContain(told);
        await agent.SayAsync(new { type = "heartbeat" });
        await agent.HearAsync("heartbeat");
    }

    [Fact]
    public async Task A_message_that_is_too_large_ends_the_connection()
    {
        await using var stage = await AgentStage.StartAsync(AgentStage.Patient with { LargestMessage = 4096 });
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));

        await agent.SayAsync(new { type = "text", task = "t", seq = 1, text = new string('x', 5000) });

        (await agent.HearAsync()).ShouldBeNull();
        agent.ClosedBecause.ShouldBe("Messages have at most 4096 bytes.");
    }

    [Fact]
    public async Task No_more_processes_and_agents_are_taken_in_than_there_may_be()
    {
        await using var stage = await AgentStage.StartAsync(AgentStage.Patient with { MostProcesses = 1, MostAgents = 1 });
        using var first = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var another = AgentPeer.Registration("c");
        another["agent"] = "poet";

        using var second = await stage.ConnectAsync(AgentPeer.Registration("b"));
        using var third = await stage.ConnectAsync(another);

        Detail(second).ShouldContain("1 processes serve agent 'translator' already");
        Detail(third).ShouldContain("1 agents registered");
    }

    [Fact]
    public async Task Lists_show_what_connects_with_its_state_and_it_can_be_removed()
    {
        await using var stage = await AgentStage.StartAsync();
        async Task<JsonElement> ItemAsync() => (await stage.GetAsync("agents")).GetProperty("items").EnumerateArray()
            .Single(static a => a.GetProperty("id").GetString() == "translator");
        using (var agent = await stage.ConnectAsync(AgentPeer.Registration("a")))
        {
            var item = await ItemAsync();
            (item.GetProperty("works").GetString(), item.GetProperty("state").GetString()).ShouldBe(("connected", "idle"));
            (item.GetProperty("version").GetString(), item.GetProperty("processes").GetInt32()).ShouldBe(("2.1", 1));
            item.GetProperty("load").GetProperty("places").GetInt32().ShouldBe(2);
            (await stage.GetAsync("agents/translator")).GetProperty("actions")[0].GetProperty("name").GetString().ShouldBe("translate");

            (await stage.DeleteAsync("agents/translator")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            (await agent.HearAsync()).ShouldBeNull();
        }

        (await stage.DeleteAsync("agents/translator")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stage.DeleteAsync("agents/security")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stage.GetAsync("agents")).ToString().ShouldNotContain("Translates texts.");
    }

    [Fact]
    public async Task It_outlives_the_server()
    {
        await using var stage = await AgentStage.StartAsync();
        (await stage.ConnectAsync(AgentPeer.Registration("a"))).Dispose();

        await stage.RestartAsync();

        (await stage.GetAsync("agents/translator")).GetProperty("item").GetProperty("state").GetString().ShouldBe("away");
    }

    [Fact]
    public async Task It_is_its_users_at_every_server_over_the_same_store_and_found_by_those_that_started_before()
    {
        await using var stage = await AgentStage.StartAsync();
        using var elsewhere = stage.AgentsElsewhere();
        await elsewhere.OpenAsync(TestContext.Current.CancellationToken);
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        OfferedCapability[] offered = [new OfferedCapability { Name = "spy" }];
        var registration = new AgentRegistration { Agent = "translator", Capabilities = [.. offered], Process = new string('b', 20) };

        var fault = await Should.ThrowAsync<AxleException>(
            () => elsewhere.ConnectAsync(null, "another", registration, new NoLink(), TestContext.Current.CancellationToken));
        await elsewhere.LookAsync(null, "translator", TestContext.Current.CancellationToken);

        fault.Error.Kind.ShouldBe(ErrorKind.Refused);
        elsewhere.Of(null).Single().Actions[0].Name.ShouldBe("translate");
    }

    [Fact]
    public async Task A_chat_with_one_is_a_run_that_it_does()
    {
        await using var stage = await AgentStage.StartAsync();
        using var agent = await stage.ConnectAsync(AgentPeer.Registration("a"));
        var chat = stage.PostAsync("agents/translator/chat", new { message = "Translate: good night" });

        var task = await agent.HearAsync("task");
        await agent.SayAsync(new
        {
            type = "result",
            task = task.GetProperty("task").GetString(),
            seq = 1,
            output = new { summary = "bonne nuit", done = true },
        });

        task.GetProperty("work").GetProperty("inputs").GetProperty("task").GetString().ShouldBe("Translate: good night");
        (await (await chat).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("bonne nuit");
    }

    private sealed class NoLink : IAgentLink
    {
        public void HandOut(string task, ReadOnlyMemory<byte> work)
        {
        }

        public void Cancel(string task)
        {
        }

        public void Close(string why)
        {
        }
    }

    private static string Detail(AgentPeer peer) => peer.Welcome.GetProperty("problem").GetProperty("detail").GetString()!;
}
