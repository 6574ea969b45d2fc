using Axle.Cli.Tests.Support;
using Axle.Models.Configuration;

namespace Axle.Cli.Tests.Commands;

public sealed class ProviderCommandsTests
{
    private const string PlantedKey = "sk-planted-key-that-nobody-may-see";
    private const string Completion = """
        {"id":"1","object":"chat.completion","created":1,"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"ready"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}
        """;

    [Fact]
    public async Task The_list_says_who_can_be_asked_and_what_keeps_the_others_back()
    {
        using var bench = new Workbench
        {
            Models = Of(
                Entry("openai", null) with { RequestsPerMinute = 60, InputPrice = 1, OutputPrice = 2 },
                Entry("anthropic", null) with { Key = null, Keys = [], KeyVariables = ["ANTHROPIC_API_KEY"], Priority = 20 },
                Entry("gemini", null) with { Enabled = false, Priority = 30 }),
        };

        var shown = await bench.RunAsync("provider", "list");
        var told = (await bench.RunAsync("provider", "list", "--json")).Json.GetProperty("providers");

        shown.Code.ShouldBe(ExitCodes.Success);
        shown.Output.ShouldContain("It has no key: set ANTHROPIC_API_KEY.");
        shown.Output.ShouldContain("60 requests");
        shown.Output.ShouldContain("TEST_KEY");
        shown.Output.ShouldContain("providers.gemini.enabled");
        told.EnumerateArray().Select(static p => (p.GetProperty("name").GetString(), p.GetProperty("usable").GetBoolean(), p.GetProperty("pricesKnown").GetBoolean()))
            .ShouldBe([("openai", true, true), ("anthropic", false, false), ("gemini", false, false), ("offline", true, true)]);
        (shown.Output + shown.Error + told).ShouldNotContain(PlantedKey);
    }

    [Theory]
    [InlineData("anthropic", "/v1/models?limit=1000", "x-api-key", """{"data":[{"id":"m-1-20260101"},{"id":"m-2"}]}""")]
    [InlineData("openai", "/v1/models", "Bearer", """{"data":[{"id":"m-1"}]}""")]
    [InlineData("openai-compatible", "/v1/models", "Bearer", """{"data":[{"id":"somebody/m-1"}]}""")]
    [InlineData("gemini", "/v1beta/models?pageSize=1000", "x-goog-api-key", """{"models":[{"name":"models/m-1"}]}""")]
    [InlineData("azure-openai", "/openai/models?api-version=2024-10-21", "api-key", """{"data":[{"id":"gpt-5"}]}""")]
    public async Task Health_reads_the_list_of_models_and_spends_nothing(string kind, string path, string header, string list)
    {
        using var server = new FakeProvider(_ => (200, list));
        var url = kind is "openai" or "openai-compatible" ? new Uri(server.Url, "v1") : server.Url;
        using var bench = new Workbench { Models = Of(Entry(kind, url)) };

        var answer = await bench.RunAsync("provider", "health", kind);

        answer.Code.ShouldBe(ExitCodes.Success, answer.Error + answer.Output);
        answer.Output.ShouldContain("well");
        answer.Output.ShouldNotContain("not among");
        server.Asked.Single().Path.ShouldBe(path);
        server.Asked.Single().Headers.ShouldContain(header);
        (answer.Output + answer.Error).ShouldNotContain(PlantedKey);
    }

    [Fact]
    public async Task Health_tells_a_refused_key_a_dead_address_and_a_model_that_is_not_there()
    {
        using var refusing = new FakeProvider(static _ => (401, """{"error":{"message":"bad key sk-planted-key-that-nobody-may-see","type":"invalid_request_error","code":"invalid_api_key"}}"""));
        using var other = new FakeProvider(static _ => (200, """{"data":[{"id":"other"}]}"""));
        using var odd = new FakeProvider(static _ => (200, """<html>login</html>"""));
        var dead = new Uri("http://127.0.0.1:1/v1");
        using var bench = new Workbench
        {
            Models = Of(
                Entry("openai", new Uri(refusing.Url, "v1")), Entry("openai-compatible", new Uri(other.Url, "v1")) with { Name = "mine" },
                Entry("openai-compatible", dead) with { Name = "dead" }, Entry("openai-compatible", odd.Url) with { Name = "odd" }),
        };

        var answer = await bench.RunAsync("provider", "health", "--json");
        var told = answer.Json.GetProperty("providers").EnumerateArray().ToDictionary(static p => p.GetProperty("name").GetString()!);

        answer.Code.ShouldBe(ExitCodes.Failed);
        told["openai"].GetProperty("errorKind").GetString().ShouldBe("authentication");
        told["openai"].GetProperty("message").GetString()!.ShouldContain("Set TEST_KEY to a valid key.");
        told["dead"].GetProperty("errorKind").GetString().ShouldBe("network");
        told["odd"].GetProperty("errorKind").GetString().ShouldBe("malformedAnswer");
        told["mine"].GetProperty("verdict").GetString()!.ShouldContain("'m-1' is not among its models: set providers.mine.defaultModel");
        told["offline"].GetProperty("verdict").GetString().ShouldBe("well");
        answer.Output.ShouldNotContain(PlantedKey);
        (await bench.RunAsync("provider", "health", "mine")).Code.ShouldBe(ExitCodes.Success);
    }

    [Fact]
    public async Task Test_asks_a_tiny_question_and_shows_time_tokens_and_cost()
    {
        using var server = new FakeProvider(static _ => (200, Completion));
        using var bench = new Workbench { Models = Of(Entry("openai", new Uri(server.Url, "v1")) with { InputPrice = 1, OutputPrice = 2 }) };

        var answer = await bench.RunAsync("provider", "test", "gpt");
        var told = (await bench.RunAsync("provider", "test", "--json")).Json.GetProperty("providers")[0];

        answer.Code.ShouldBe(ExitCodes.Success, answer.Error + answer.Output);
        answer.Output.ShouldContain("answers");
        answer.Output.ShouldContain("$0.000018");
        (told.GetProperty("inputTokens").GetInt64(), told.GetProperty("outputTokens").GetInt64(), told.GetProperty("usd").GetDecimal()).ShouldBe((12, 3, 0.000018m));
    }

    [Fact]
    public async Task Test_fails_when_the_named_one_does_not_answer_and_nobody_answers_in_its_place()
    {
        using var server = new FakeProvider(static _ => (429, """{"error":{"message":"no","type":"insufficient_quota","code":"insufficient_quota"}}"""));
        using var bench = new Workbench
        {
            Models = Of(Entry("openai", new Uri(server.Url, "v1")), Entry("anthropic", null) with { Key = null, Keys = [], KeyVariables = ["ANTHROPIC_API_KEY"] }),
        };

        var spent = await bench.RunAsync("provider", "test", "openai");
        spent.Code.ShouldBe(ExitCodes.Failed);
        spent.Output.ShouldContain("quotaSpent:");
        var keyless = await bench.RunAsync("provider", "test", "claude");
        keyless.Code.ShouldBe(ExitCodes.Failed);
        keyless.Output.ShouldContain("authentication: anthropic cannot be asked. It has no key: set ANTHROPIC_API_KEY.");
        (await bench.RunAsync("provider", "test", "offline")).Code.ShouldBe(ExitCodes.Success);
        var unknown = await bench.RunAsync("provider", "test", "opnai");
        unknown.Code.ShouldBe(ExitCodes.NotFound);
        unknown.Error.ShouldContain("Did you mean 'openai'?");
    }

    private static ModelOptions Of(params ProviderOptions[] entries) => new(entries);

    private static ProviderOptions Entry(string kind, Uri? url)
    {
        var key = new Secret(PlantedKey);
        return new(kind, kind) { BaseUrl = url, DefaultModel = "m-1", Key = key, Keys = [new NamedKey("TEST_KEY", key)], KeyVariables = ["TEST_KEY"], Priority = 10 };
    }
}
