using System.Text.Json;
using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>What a request says, and whether the provider hears it.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Every_wish_reaches_the_provider()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        var reply = await wire.ChatAsync("""
            {"model":"local/other-model","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi","name":"ada"}],
             "temperature":0.3,"top_p":0.9,"frequency_penalty":0.5,"presence_penalty":-0.5,"seed":7,"stop":"END","max_tokens":50,"max_completion_tokens":60,
             "user":"u-1","metadata":{"team":"a"},"reasoning_effort":"low","n":1,"unknown_field":{"a":[1]},"logit_bias":null}
            """);

        reply.Status.ShouldBe(200);
        var asked = Asked(gateway);
        asked.GetProperty("model").GetString().ShouldBe("other-model");
        asked.GetProperty("messages")[0].GetProperty("role").GetString().ShouldBe("system");
        asked.GetProperty("messages")[1].GetProperty("name").GetString().ShouldBe("ada");
        asked.GetProperty("temperature").GetSingle().ShouldBe(0.3f);
        asked.GetProperty("top_p").GetSingle().ShouldBe(0.9f);
        asked.GetProperty("frequency_penalty").GetSingle().ShouldBe(0.5f);
        asked.GetProperty("presence_penalty").GetSingle().ShouldBe(-0.5f);
        asked.GetProperty("seed").GetInt64().ShouldBe(7);
        asked.GetProperty("stop")[0].GetString().ShouldBe("END");
        asked.GetProperty("max_tokens").GetInt32().ShouldBe(60);
        asked.GetProperty("user").GetString().ShouldBe("u-1");
        asked.GetProperty("metadata").GetProperty("team").GetString().ShouldBe("a");
        asked.GetProperty("reasoning_effort").GetString().ShouldBe("low");
        asked.TryGetProperty("unknown_field", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_whole_answer_has_its_facts_in_headers()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        var reply = await wire.ChatAsync("""{"model":"served-model","messages":[{"role":"user","content":"Hi"}]}""");

        reply.Json.GetProperty("object").GetString().ShouldBe("chat.completion");
        reply.Json.GetProperty("id").GetString()!.ShouldStartWith("chatcmpl-");
        reply.Choice.GetProperty("finish_reason").GetString().ShouldBe("stop");
        reply.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(52);
        reply.ContentHeaders.ContentLength.ShouldBe(reply.Body.Length);
        reply.Header("x-request-id").ShouldNotBeNullOrEmpty();
        reply.Header("openai-processing-ms").ShouldNotBeNullOrEmpty();
        reply.Header("x-axle-provider").ShouldBe("local");
        reply.Header("x-axle-model").ShouldBe("served-model");
        reply.Header("x-axle-cache").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_tool_makes_its_round()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(ServedReply.ToolCall("get_weather", new { city = "Oslo" }, "call_7"), ServedReply.Text("Snow."));
        const string Tools = """
            "tools":[{"type":"function","function":{"name":"get_weather","description":"Weather of a city.",
              "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}],
            "tool_choice":{"type":"function","function":{"name":"get_weather"}},"parallel_tool_calls":false
            """;

        var first = await wire.ChatAsync($$"""{"model":"served-model","stream":true,"messages":[{"role":"user","content":"Weather?"}],{{Tools}}}""");

        Asked(gateway).GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("get_weather");
        Asked(gateway).GetProperty("parallel_tool_calls").GetBoolean().ShouldBeFalse();
        var call = first.Events.SelectMany(static e => e.GetProperty("choices").EnumerateArray())
            .Single(static c => c.GetProperty("delta").TryGetProperty("tool_calls", out _)).GetProperty("delta").GetProperty("tool_calls")[0];
        call.GetProperty("index").GetInt32().ShouldBe(0);
        call.GetProperty("id").GetString().ShouldBe("call_7");
        call.GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"city":"Oslo"}""");
        first.Events[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("tool_calls");

        var second = await wire.ChatAsync($$"""
            {"model":"served-model","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,"tool_calls":[{{call.GetRawText()}}]},
             {"role":"tool","tool_call_id":"call_7","content":[{"type":"text","text":"-3 C, snow"}]}],{{Tools}}}
            """);

        second.Message.GetProperty("content").GetString().ShouldBe("Snow.");
        var messages = Asked(gateway).GetProperty("messages");
        messages[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"city":"Oslo"}""");
        messages[2].GetProperty("tool_call_id").GetString().ShouldBe("call_7");
        messages[2].GetProperty("content").GetString().ShouldBe("-3 C, snow");
    }

    [Theory]
    [InlineData("openai-compatible", false)]
    [InlineData("openai-compatible", true)]
    [InlineData("anthropic", true)]
    public async Task Arguments_that_are_no_object_reach_the_client_as_the_model_wrote_them(string kind, bool stream)
    {
        await using var gateway = await Gateway.BeforeAsync(kind, "claude-haiku-4-5");
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(ServedReply.ToolCall("get_weather", "Oslo"));

        var reply = await wire.ChatAsync($$$"""
            {"model":"claude-haiku-4-5","stream":{{{(stream ? "true" : "false")}}},"messages":[{"role":"user","content":"Weather?"}],
             "tools":[{"type":"function","function":{"name":"get_weather"}}]}
            """);

        var said = stream
            ? reply.Events.SelectMany(static e => e.GetProperty("choices").EnumerateArray()).Select(static c => c.GetProperty("delta"))
                .Single(static d => d.TryGetProperty("tool_calls", out _))
            : reply.Message;
        said.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("\"Oslo\"");
    }

    [Fact]
    public async Task Wishes_for_nothing_special_are_no_fault()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        var reply = await wire.ChatAsync("""
            {"model":"served-model","messages":[{"role":"user","content":"Hi"}],"n":1,"logprobs":false,"top_logprobs":0,"modalities":["text"],"audio":null}
            """);

        reply.Status.ShouldBe(200, reply.Body);
    }

    [Fact]
    public async Task Any_JSON_can_be_asked_for()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        await wire.ChatAsync("""{"model":"served-model","messages":[{"role":"user","content":"JSON?"}],"response_format":{"type":"json_object"}}""");

        Asked(gateway).GetProperty("response_format").GetProperty("type").GetString().ShouldBe("json_object");
    }

    [Fact]
    public async Task Pictures_go_along_by_address_and_as_bytes()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        var reply = await wire.ChatAsync("""
            {"model":"served-model","messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},
             {"type":"image_url","image_url":{"url":"https://example.org/a.png","detail":"low"}},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]}
            """);

        reply.Status.ShouldBe(200);
        var parts = Asked(gateway).GetProperty("messages")[0].GetProperty("content");
        parts[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("https://example.org/a.png");
        parts[1].GetProperty("image_url").GetProperty("detail").GetString().ShouldBe("low");
        parts[2].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/png;base64,iVBORw0KGgo=");
    }

    [Theory]
    [InlineData("""{"model":7,"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"m\u0000","messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"user":"a\u0000b"}""", "user")]
    [InlineData("""{"model":"m","messages":"x"}""", "messages")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stream":"yes"}""", "stream")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stop":5}""", "stop")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":"maybe"}""", "tool_choice")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"n":2}""", "n")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"logprobs":true}""", "logprobs")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"top_logprobs":3}""", "top_logprobs")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"modalities":["text","audio"]}""", "modalities")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"audio":{"voice":"alloy","format":"wav"}}""", "audio")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"functions":[{"name":"f"}]}""", "functions")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","function_call":{"name":"f","arguments":""}}]}""", "messages[0].function_call")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud800"}]}""", null)]
    [InlineData("""["no object"]""", null)]
    [InlineData("no JSON", null)]
    public async Task A_field_of_another_type_is_named(string body, string? param)
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        var reply = await wire.ChatAsync(body);

        reply.Status.ShouldBe(400);
        reply.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        reply.Error.GetProperty("param").GetString().ShouldBe(param);
        gateway.Upstream.RequestCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"model":"local/served-model"}""", "input")]
    [InlineData("""{"model":"local/served-model","input":[[1,2,3]]}""", "input")]
    [InlineData("""{"model":"local/served-model","input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("""{"model":"local/served-model","input":["\ud800"]}""", null)]
    [InlineData("""{"model":"local/\ud800","input":"a"}""", null)]
    [InlineData("""{"model":"local/served-model","input":"a","user":"\ud800"}""", null)]
    public async Task What_cannot_become_a_vector_is_named(string body, string? param)
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        var reply = await wire.PostAsync("embeddings", body);

        reply.Status.ShouldBe(400);
        reply.Error.GetProperty("param").GetString().ShouldBe(param);
    }

    private static JsonElement Asked(Gateway gateway) => JsonElement.Parse(gateway.Upstream.Requests[^1].Body);
}
