using System.Text.Json;
using Axle.Server.Tests.Serving;
using Axle.Testing.Models;

namespace Axle.Server.Tests.Clients;

/// <summary>OpenAI's own client for JavaScript, pointed at the gateway and otherwise unchanged.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task Does_everything_that_it_does_with_OpenAI()
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(
            ServedReply.Text("Hello there."),
            ServedReply.ToolCall("weather", new { city = "Bonn" }),
            ServedReply.Text("one two three"),
            ServedReply.Error(ErrorCase.RateLimited));

        var output = await NodePackage.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "client.mjs"),
            new Dictionary<string, string> { ["GATEWAY_URL"] = gateway.Url.ToString(), ["GATEWAY_KEY"] = Gateway.Key },
            TestContext.Current.CancellationToken);

        var got = JsonDocument.Parse(output).RootElement;
        got.GetProperty("chat").GetString().ShouldBe("Hello there.");
        got.GetProperty("tool").GetRawText().ShouldBe("""{"reason":"tool_calls","name":"weather","arguments":{"city":"Bonn"}}""");
        got.GetProperty("stream").GetString().ShouldBe("one two three");
        got.GetProperty("usage").GetInt32().ShouldBe(52);
        got.GetProperty("limited").GetRawText().ShouldBe("""{"status":429,"code":"rate_limit_exceeded","kind":"RateLimitError"}""");
        got.GetProperty("invalid").GetRawText().ShouldBe("""{"status":400,"code":"invalid_value","kind":"BadRequestError"}""");
        got.GetProperty("unknown").GetRawText().ShouldBe("""{"status":404,"code":"model_not_found","kind":"NotFoundError"}""");
        got.GetProperty("refused").GetRawText().ShouldBe("""{"status":401,"code":"invalid_api_key","kind":"AuthenticationError"}""");
        got.GetProperty("models").GetArrayLength().ShouldBe(3);
        got.GetProperty("vectors").GetInt32().ShouldBe(2);
    }
}
