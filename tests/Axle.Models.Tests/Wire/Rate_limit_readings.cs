using Axle.Models.Wire;

namespace Axle.Models.Tests.Wire;

public sealed class Rate_limit_readings
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Anthropic_tells_what_is_left_and_when_all_is_there_again()
    {
        var reading = Read(
            ("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "49"),
            ("anthropic-ratelimit-requests-reset", "2026-01-02T03:04:07Z"),
            ("anthropic-ratelimit-input-tokens-remaining", "900"), ("anthropic-ratelimit-input-tokens-reset", "2026-01-02T03:05:05Z"),
            ("anthropic-ratelimit-output-tokens-remaining", "100"), ("anthropic-ratelimit-output-tokens-reset", "2026-01-02T03:04:35Z"));

        reading.ShouldBe(new RateLimitReading(Now,
            new RateLimitCount(50, 49, Now.AddSeconds(2)), new RateLimitCount(null, 100, Now.AddSeconds(30)), null));
    }

    [Theory]
    [InlineData("1s", 1)]
    [InlineData("6m0s", 360)]
    [InlineData("1h2m3.5s", 3723.5)]
    [InlineData("120ms", 0.12)]
    [InlineData("59.7", 59.7)]
    [InlineData("1767323105", 60)]
    [InlineData("1767323105000", 60)]
    [InlineData("2026-01-02T03:05:05Z", 60)]
    public void Resets_of_OpenAI_and_its_followers_are_durations_seconds_or_times(string reset, double seconds)
    {
        var reading = Read(("x-ratelimit-remaining-tokens", "7"), ("x-ratelimit-reset-tokens", reset));

        reading!.Tokens!.Left.ShouldBe(7);
        reading.Tokens.ResetAt.ShouldBe(Now.AddSeconds(seconds));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1e5")]
    [InlineData("99999999999999999999")]
    [InlineData("3 parsecs")]
    public void Nonsense_is_no_time(string reset) =>
        Read(("x-ratelimit-remaining-requests", "7"), ("x-ratelimit-reset-requests", reset))!.Requests.ShouldBe(new RateLimitCount(null, 7, null));

    [Fact]
    public void Times_are_read_by_the_clock_of_the_server()
    {
        var reading = Read(
            ("Date", "Fri, 02 Jan 2026 02:00:00 GMT"), ("anthropic-ratelimit-requests-remaining", "0"),
            ("anthropic-ratelimit-requests-reset", "2026-01-02T02:00:10Z"));

        reading!.Requests!.ResetAt.ShouldBe(Now.AddSeconds(10));
    }

    [Fact]
    public void Without_such_headers_there_is_no_reading() => Read(("request-id", "1")).ShouldBeNull();

    [Fact]
    public async Task A_client_hands_out_what_it_hears_from_answers_and_errors()
    {
        await using var server = await FakeServer.StartAsync(
            new Reply(WireAnswers.Anthropic("Hello")) { Headers = { ["anthropic-ratelimit-requests-remaining"] = "3" } },
            new Reply("{}", 429) { Headers = { ["anthropic-ratelimit-requests-remaining"] = "0", ["retry-after"] = "9" } });
        var time = new ManualTime();
        using var client = Setup.Connect("anthropic", server.Url, time);
        var gauge = (RateLimitGauge)client.GetService(typeof(RateLimitGauge))!;
        var heard = new List<RateLimitReading>();
        gauge.Listen(heard.Add);

        await client.GetResponseAsync([], cancellationToken: Stop);
        await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync([], cancellationToken: Stop));

        heard.Select(r => r.Requests!.Left).ShouldBe([3, 0]);
        gauge.Latest!.BlockedUntil.ShouldBe(time.GetUtcNow().AddSeconds(9));
    }

    private static RateLimitReading? Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return RateLimitHeaders.Read(response.Headers, retryAfter: null, Now);
    }
}
