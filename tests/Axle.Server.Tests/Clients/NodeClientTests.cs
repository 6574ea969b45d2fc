using Axle.Testing.Models;

namespace Axle.Server.Tests.Clients;

/// <summary>OpenAI's own client for JavaScript, pointed at the gateway and otherwise unchanged.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task It_gets_an_answer()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Text("Good day"));

        var seen = await NodeLibrary.PlayAsync("chat", gateway);

        seen.GetProperty("text").GetString().ShouldBe("Good day");
        seen.GetProperty("reason").GetString().ShouldBe("stop");
        seen.GetProperty("total").GetInt32().ShouldBe(52);
        seen.GetProperty("requestId").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task It_gets_an_answer_while_it_comes_and_what_was_consumed()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Text(Scenes.Text));

        var seen = await NodeLibrary.PlayAsync("stream", gateway);

        seen.GetProperty("text").GetString().ShouldBe(Scenes.Text);
        seen.GetProperty("pieces").GetInt32().ShouldBeGreaterThan(1);
        seen.GetProperty("reason").GetString().ShouldBe("stop");
        seen.GetProperty("total").GetInt32().ShouldBe(52);
    }

    [Fact]
    public async Task Its_helper_for_streams_joins_calls_of_tools()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.ToolCall("weather", new { city = "Paris" }, "call_7"));

        var seen = await NodeLibrary.PlayAsync("stream-helper", gateway);

        seen.GetProperty("calls").GetRawText().ShouldBe("""[["call_7","weather","{\"city\":\"Paris\"}"]]""");
        seen.GetProperty("reason").GetString().ShouldBe("tool_calls");
    }

    [Fact]
    public async Task Tools_are_called_and_their_results_come_back()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.ToolCall("weather", new { city = "Paris" }), ServedReply.Text("Clear sky."));

        var seen = await NodeLibrary.PlayAsync("tools", gateway);

        seen.GetProperty("call").GetRawText().ShouldBe("""["weather",{"city":"Paris"}]""");
        seen.GetProperty("reason").GetString().ShouldBe("tool_calls");
        seen.GetProperty("text").GetString().ShouldBe("Clear sky.");
        var sent = gateway.LastAsked().GetProperty("messages");
        sent[2].GetProperty("role").GetString().ShouldBe("tool");
        sent[2].GetProperty("tool_call_id").GetString().ShouldBe("call_1");
        sent[2].GetProperty("content").GetString().ShouldBe("""{"sky":"clear"}""");
    }

    [Fact]
    public async Task Its_helper_for_tools_goes_round_until_there_is_an_answer()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.ToolCall("weather", new { city = "Paris" }), ServedReply.Text("Clear sky."));

        var seen = await NodeLibrary.PlayAsync("run-tools", gateway);

        seen.GetProperty("text").GetString().ShouldBe("Clear sky.");
        seen.GetProperty("asked").GetProperty("city").GetString().ShouldBe("Paris");
    }

    [Fact]
    public async Task It_gets_an_object_of_the_type_it_asks_for()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Json(new { name = "Paris", people = 2_100_000 }));

        var seen = await NodeLibrary.PlayAsync("schema", gateway);

        seen.GetProperty("people").GetInt32().ShouldBe(2_100_000);
        gateway.LastAsked().GetProperty("response_format").GetProperty("type").GetString().ShouldBe("json_schema");
    }

    [Fact]
    public async Task It_shows_a_picture()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Text("A point."));

        var seen = await NodeLibrary.PlayAsync("image", gateway);

        seen.GetProperty("text").GetString().ShouldBe("A point.");
        var picture = gateway.LastAsked().GetProperty("messages")[0].GetProperty("content")[1];
        picture.GetProperty("type").GetString().ShouldBe("image_url");
        picture.GetProperty("image_url").GetProperty("url").GetString()!.ShouldStartWith("data:image/png;base64,iVBOR");
    }

    [Fact]
    public async Task It_gets_vectors_in_either_form()
    {
        await using var gateway = await Scenes.GatewayAsync();

        var seen = await NodeLibrary.PlayAsync("embeddings", gateway);

        seen.GetProperty("count").GetInt32().ShouldBe(2);
        seen.GetProperty("nearly").GetBoolean().ShouldBeTrue();
        seen.GetProperty("total").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task It_lists_the_models()
    {
        await using var gateway = await Scenes.GatewayAsync();

        var seen = await NodeLibrary.PlayAsync("models", gateway);

        seen.GetProperty("ids").EnumerateArray().Select(static i => i.GetString()).ShouldContain("local/served-model");
        seen.GetProperty("one").GetString().ShouldBe("local/served-model");
    }
}
