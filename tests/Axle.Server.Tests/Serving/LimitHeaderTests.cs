using Axle.Server.OpenAi.Limits;
using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>The headers by which OpenAI's clients pace themselves.</summary>
public sealed class LimitHeaderTests
{
    private const string Question = """{"model":"served-model","messages":[{"role":"user","content":"Hi"}],"max_tokens":50}""";
    private const string Streamed = """{"model":"served-model","stream":true,"messages":[{"role":"user","content":"Hi"}],"max_tokens":50}""";

    [Fact]
    public async Task An_answer_says_what_the_limits_of_its_provider_have_left()
    {
        await using var gateway = await Gateway.WithAsync(static p => p with { RequestsPerMinute = 2, TokensPerMinute = 5000 });
        using var wire = new Wire(gateway);

        var first = await wire.ChatAsync(Question);
        var second = await wire.ChatAsync(Streamed);

        first.Header("x-ratelimit-limit-requests").ShouldBe("2");
        first.Header("x-ratelimit-remaining-requests").ShouldBe("1");
        first.Header("x-ratelimit-reset-requests").ShouldNotBeNull().ShouldMatch("^([0-9]+(\\.[0-9]+)?s|1m[01](\\.[0-9]+)?s)$");
        first.Header("x-ratelimit-limit-tokens").ShouldBe("5000");
        long.Parse(first.Header("x-ratelimit-remaining-tokens")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(4800, 4999);
        second.Header("x-ratelimit-remaining-requests").ShouldBe("0");
    }

    [Fact]
    public async Task When_a_limit_is_used_up_the_refusal_says_how_long_to_wait()
    {
        await using var gateway = await Gateway.WithAsync(static p => p with { RequestsPerMinute = 1 });
        using var wire = new Wire(gateway);
        (await wire.ChatAsync(Question)).Status.ShouldBe(200);

        foreach (var refused in new[] { await wire.ChatAsync(Question), await wire.ChatAsync(Streamed) })
        {
            refused.Status.ShouldBe(429);
            refused.Error.GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
            refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 61);
            double.Parse(refused.Header("retry-after-ms")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 61_000);
            refused.Header("x-ratelimit-limit-requests").ShouldBe("1");
            refused.Header("x-ratelimit-remaining-requests").ShouldBe("0");
        }

        gateway.Upstream.RequestCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_limits_without_saying_for_how_long_still_has_the_client_wait()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Otherwise = ServedReply.Error(ErrorCase.RateLimited);

        var refused = await wire.ChatAsync(Question);

        refused.Status.ShouldBe(429);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        refused.Header("x-ratelimit-remaining-requests").ShouldBe("0");
    }

    [Fact]
    public async Task Without_limits_nothing_is_said()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        (await wire.ChatAsync(Question)).Headers.ShouldNotContain(static h => h.Key.StartsWith("x-ratelimit", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(0.12, "120ms")]
    [InlineData(8.64, "8.64s")]
    [InlineData(360, "6m0s")]
    [InlineData(3600, "1h0m0s")]
    public void Times_are_written_as_OpenAI_does(double seconds, string text) => LimitHeaders.Text(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}
