using System.Text.Json;

namespace Axle.Server.Tests.Api;

/// <summary>A2A 1.0.</summary>
public sealed class Agents_for_agents(ApiServer api) : IClassFixture<ApiServer>
{
    private static readonly Uri A2a = new("/a2a", UriKind.Relative);

    [Fact]
    public async Task The_card_names_what_is_needed_and_agents_only_to_those_who_are_let_in()
    {
        using var http = new HttpClient { BaseAddress = api.Server.Url };
        var stranger = JsonElement.Parse(await http.GetStringAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken));
        var known = JsonElement.Parse(await api.Client.GetStringAsync("/.well-known/agent-card.json", TestContext.Current.CancellationToken));

        foreach (var name in (string[])["name", "description", "supportedInterfaces", "version", "capabilities", "defaultInputModes", "defaultOutputModes", "skills"])
            stranger.TryGetProperty(name, out _).ShouldBeTrue(name);
        var offered = stranger.GetProperty("supportedInterfaces")[0];
        (offered.GetProperty("url").GetString(), offered.GetProperty("protocolBinding").GetString(), offered.GetProperty("protocolVersion").GetString())
            .ShouldBe((new Uri(api.Server.Url, A2a).ToString(), "JSONRPC", "1.0"));
        stranger.GetProperty("skills").GetArrayLength().ShouldBe(1);
        known.GetProperty("skills").EnumerateArray().Select(static s => s.GetProperty("id").GetString()).ShouldContain("security");
        (await http.PostAsync(A2a, null, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_message_is_a_task_that_is_done_once()
    {
        var message = new { messageId = "m-1", role = "ROLE_USER", parts = new[] { new { text = "Say what this project is." } }, metadata = new { skill = "writer" } };

        var first = (await AskAsync("SendMessage", new { message })).GetProperty("result").GetProperty("task");
        var again = (await AskAsync("SendMessage", new { message })).GetProperty("result").GetProperty("task");
        var read = (await AskAsync("GetTask", new { id = first.GetProperty("id").GetString() })).GetProperty("result");

        first.GetProperty("status").GetProperty("state").GetString().ShouldBe("TASK_STATE_COMPLETED", first.ToString());
        first.GetProperty("artifacts")[0].GetProperty("parts").GetArrayLength().ShouldBe(2);
        again.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        read.GetProperty("contextId").GetString().ShouldBe(first.GetProperty("contextId").GetString());
    }

    [Theory]
    [InlineData("GetTask", """{"id":"nobody"}""", -32001)]
    [InlineData("SendMessage", """{"message":{"messageId":"x","parts":[]}}""", -32602)]
    [InlineData("SendMessage", """{"message":{"messageId":"x","parts":[{"text":"a"}],"metadata":{"skill":"nobody"}}}""", -32602)]
    [InlineData("SendStreamingMessage", "{}", -32004)]
    [InlineData("Dance", "{}", -32601)]
    public async Task What_cannot_be_is_said_with_its_code(string method, string parameters, int code)
    {
        var error = (await AskAsync(method, JsonElement.Parse(parameters))).GetProperty("error");

        error.GetProperty("code").GetInt32().ShouldBe(code);
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"GetTask","params":{"id":"a"}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"GetTask","params":{"id":"a","id":"b"}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"messageId":"x","parts":[{"text":"a","text":"b"}]}}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"messageId":"x","parts":[{"text":"\ud800"}]}}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"messageId":"x","parts":[{"\udc00":"a"}]}}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,""", -32700)]
    public async Task What_is_no_request_is_said_with_its_code(string body, int code)
    {
        var (status, answer) = await api.SendAsync("POST", A2a.ToString(), body);

        (status, answer.GetProperty("error").GetProperty("code").GetInt32()).ShouldBe((200, code));
    }

    private async Task<JsonElement> AskAsync(string method, object parameters)
    {
        var (status, body) = await api.SendAsync("POST", A2a.ToString(), new { jsonrpc = "2.0", id = 7, method, @params = parameters });
        status.ShouldBe(200);
        body.GetProperty("id").GetInt32().ShouldBe(7);
        return body;
    }
}
