using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>Failures, in the words that OpenAI's clients know, before and after a stream has begun.</summary>
public sealed class FailureTests
{
    private const string Question = """{"model":"served-model","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Streamed = """{"model":"served-model","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    [Theory]
    [InlineData(ErrorCase.RateLimited, 429, "rate_limit_exceeded", true)]
    [InlineData(ErrorCase.QuotaSpent, 429, "insufficient_quota", false)]
    [InlineData(ErrorCase.BadKey, 502, "provider_refused_key", false)]
    [InlineData(ErrorCase.Invalid, 400, null, true)]
    [InlineData(ErrorCase.TooLong, 400, "context_length_exceeded", true)]
    [InlineData(ErrorCase.Refused, 400, "content_filter", true)]
    [InlineData(ErrorCase.UnknownModel, 404, "model_not_found", true)]
    [InlineData(ErrorCase.Overloaded, 503, "overloaded", true)]
    [InlineData(ErrorCase.TimedOut, 504, "timeout", true)]
    public async Task What_the_provider_says_reaches_the_client(ErrorCase error, int status, string? code, bool mayRetry)
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);
        gateway.Upstream.Otherwise = ServedReply.Error(error, TimeSpan.FromMinutes(10));

        // A stream that has not begun fails with a status too.
        foreach (var reply in new[] { await wire.ChatAsync(Question), await wire.ChatAsync(Streamed) })
        {
            reply.Status.ShouldBe(status);
            reply.Error.GetProperty("code").GetString().ShouldBe(code);
            reply.Error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
            reply.Error.GetProperty("type").GetString().ShouldNotBeNullOrEmpty();
            reply.Error.TryGetProperty("param", out _).ShouldBeTrue();
            (reply.Header("x-should-retry") is null).ShouldBe(mayRetry);
            reply.Header("x-request-id").ShouldNotBeNull();
            if (status == 429 && mayRetry)
                reply.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(500, 601);
        }
    }

    [Fact]
    public async Task Where_a_provider_is_that_cannot_be_reached_its_log_tells_and_not_its_answer()
    {
        var log = new HeardLog();
        await using var gateway = await Gateway.StartAsync(log);
        using var wire = new Wire(gateway);
        var address = gateway.Upstream.Url.Authority;
        await gateway.Upstream.DisposeAsync();

        var reply = await wire.ChatAsync(Question);

        (reply.Status, reply.Error.GetProperty("code").GetString()).ShouldBe((502, "provider_unreachable"));
        reply.Error.GetProperty("message").GetString().ShouldNotBeNull().ShouldNotContain(address);
        log.Text.ShouldContain(address);
    }

    [Fact]
    public async Task Addresses_and_methods_that_there_are_not_are_told()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        (await wire.GetAsync("nothing")).Status.ShouldBe(404);
        (await wire.GetAsync("chat/completions")).Status.ShouldBe(405);
        (await wire.GetAsync("models/agent/nobody")).Error.GetProperty("code").GetString().ShouldBe("model_not_found");
    }

    [Fact]
    public async Task Only_holders_of_a_key_are_let_in()
    {
        await using var gateway = await Gateway.StartAsync();
        using var wire = new Wire(gateway);

        (await wire.ChatAsync(Question, "wrong")).Error.GetProperty("code").GetString().ShouldBe("invalid_api_key");
        (await wire.ChatAsync(Question, new string('x', 3000))).Status.ShouldBe(401);
        (await wire.GetAsync("models", key: null)).Status.ShouldBe(401);
        (await wire.GetAsync("../healthz", key: null)).Status.ShouldBe(200);
        gateway.Upstream.RequestCount.ShouldBe(0);
    }
}
