using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;

namespace Axle.Server.Tests.Serving;

/// <summary>What goes over the wire, beyond what clients show.</summary>
public sealed class WireTests
{
    private const string Question = """{"model":"served-model","messages":[{"role":"user","content":"Hi"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"m","messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"n":2}""", "n")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":9}""", "temperature")]
    [InlineData("""{"model":"m","messages":[{"role":"robot","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"video"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""", "tools[0].function")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", "response_format.type")]
    public async Task A_wrong_field_is_named(string body, string param)
    {
        await using var gateway = await Gateway.StartAsync();

        using var answer = await PostAsync(gateway, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorOf(answer)).GetProperty("param").GetString().ShouldBe(param);
        gateway.Upstream.RequestCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        await using var gateway = await Gateway.StartAsync(static options => options with { LargestBody = 1000 });

        using var answer = await PostAsync(gateway, Question.Replace("Hi", new string('x', 2000), StringComparison.Ordinal));

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ErrorOf(answer)).GetProperty("code").GetString().ShouldBe("request_too_large");
    }

    [Fact]
    public async Task More_requests_than_there_is_room_for_are_asked_to_come_again()
    {
        await using var gateway = await Gateway.StartAsync(static options => options with { MostRequests = 1 });
        gateway.Upstream.Gives(ServedReply.Text("late") with { Fault = new ServedFault(FaultKind.SlowFirstByte) { Delay = TimeSpan.FromMinutes(5) } });
        var first = PostAsync(gateway, Question);
        await gateway.Upstream.HeldAsync();

        using var second = await PostAsync(gateway, Question);
        gateway.Upstream.Release();

        second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        second.Headers.RetryAfter.ShouldNotBeNull();
        using var answer = await first;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_agent_is_asked_as_a_model()
    {
        var agent = new AgentDefinition
        {
            Id = "poet",
            Name = "Poet",
            Description = "Writes.",
            Aliases = ["bard"],
            Capabilities = [],
            Actions = [],
            Instructions = "You speak in rhymes.",
            Source = "test",
        };
        await using var gateway = await Gateway.StartAsync(null, agent);

        using var answer = await PostAsync(gateway, Question.Replace("served-model", "agent/bard", StringComparison.Ordinal));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Upstream.Requests[^1].Body.ShouldContain("You speak in rhymes.");
    }

    [Fact]
    public async Task Without_keys_only_names_of_this_machine_are_answered()
    {
        await using var gateway = await Gateway.StartAsync(static options => options with { Keys = [] });
        using var http = new HttpClient();
        using var foreign = new HttpRequestMessage(HttpMethod.Get, new Uri($"{gateway.Url}/models")) { Headers = { Host = "evil.example" } };

        using var refused = await http.SendAsync(foreign, Stop);
        using var welcome = await http.GetAsync(new Uri($"{gateway.Url}/models"), Stop);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        welcome.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void An_open_address_asks_for_keys() =>
        Should.Throw<AxleException>(() => new GatewayServerOptions { Address = IPAddress.Any }.Validate()).Message.ShouldContain("AXLE_GATEWAY_KEY");

    private static async Task<HttpResponseMessage> PostAsync(Gateway gateway, string body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{gateway.Url}/chat/completions"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", $"Bearer {Gateway.Key}" } },
        };
        return await http.SendAsync(request, Stop);
    }

    private static async Task<JsonElement> ErrorOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error");
}
