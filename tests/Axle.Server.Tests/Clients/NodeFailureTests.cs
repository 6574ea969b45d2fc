using System.Text.Json;
using Axle.Testing.Models;

namespace Axle.Server.Tests.Clients;

/// <summary>What goes wrong is told to OpenAI's client for JavaScript in its own types.</summary>
public sealed class NodeFailureTests
{
    [Fact]
    public async Task A_wrong_key_is_an_AuthenticationError()
    {
        await using var gateway = await Scenes.GatewayAsync();

        var seen = await NodeLibrary.PlayAsync("error", gateway, "sk-wrong");

        Told(seen).ShouldBe(("AuthenticationError", 401, "invalid_api_key"));
        seen.GetProperty("message").GetString()!.ShouldNotContain("sk-wrong");
        (await NodeLibrary.PlayAsync("chat", gateway)).GetProperty("text").GetString().ShouldBe("Good day.");
    }

    [Fact]
    public async Task An_unknown_model_is_a_NotFoundError()
    {
        await using var gateway = await Scenes.GatewayAsync();

        var seen = await NodeLibrary.PlayAsync("unknown-model", gateway);

        Told(seen).ShouldBe(("NotFoundError", 404, "model_not_found"));
        seen.GetProperty("param").GetString().ShouldBe("model");
    }

    [Fact]
    public async Task A_request_that_is_not_valid_is_a_BadRequestError()
    {
        await using var gateway = await Scenes.GatewayAsync();

        var seen = await NodeLibrary.PlayAsync("bad-request", gateway);

        seen.GetProperty("name").GetString().ShouldBe("BadRequestError");
        seen.GetProperty("message").GetString()!.ShouldContain("role");
    }

    [Fact]
    public async Task A_limit_is_a_RateLimitError_that_says_how_long_to_wait()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Error(ErrorCase.RateLimited, TimeSpan.FromMinutes(10)));

        var seen = await NodeLibrary.PlayAsync("error", gateway);

        Told(seen).ShouldBe(("RateLimitError", 429, "rate_limit_exceeded"));
        int.Parse(seen.GetProperty("retryAfter").GetString()!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(300, 601);
    }

    [Fact]
    public async Task Its_own_retries_wait_as_long_and_then_get_the_answer()
    {
        await using var gateway = await Scenes.GatewayAsync(ServedReply.Error(ErrorCase.RateLimited, TimeSpan.FromSeconds(1)));

        var seen = await NodeLibrary.PlayAsync("retry", gateway);

        seen.GetProperty("text").GetString().ShouldBe("Good day.");
        gateway.Upstream.RequestCount.ShouldBe(2);
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_stream_is_an_APIError_after_the_first_half()
    {
        await using var gateway = await Scenes.GatewayAsync(Scenes.Broken);

        var seen = await NodeLibrary.PlayAsync("broken-stream", gateway);

        seen.GetProperty("name").GetString().ShouldBe("APIError");
        seen.GetProperty("text").GetString()!.ShouldNotBeEmpty();
        Scenes.Text.ShouldStartWith(seen.GetProperty("text").GetString()!);
    }

    [Fact]
    public async Task A_stream_that_is_given_up_ends_and_the_next_question_is_answered()
    {
        await using var gateway = await Scenes.GatewayAsync(Scenes.Silent, ServedReply.Text("Here I am."));

        var seen = await NodeLibrary.PlayAsync("abort", gateway);

        seen.GetProperty("pieces").GetInt32().ShouldBeGreaterThan(0);
        seen.GetProperty("next").GetString().ShouldBe("Here I am.");
    }

    private static (string? Name, int Status, string? Code) Told(JsonElement seen) =>
        (seen.GetProperty("name").GetString(), seen.GetProperty("status").GetInt32(), seen.GetProperty("code").GetString());
}
