using System.Globalization;
using Axle.Models.Limits;
using Axle.Server.Identity;
using Axle.Testing.Models;

namespace Axle.Server.Tests.Serving;

/// <summary>Keys of the gateway have limits of their own: what one asks takes nothing from another.</summary>
public sealed class KeyLimitTests
{
    private const string Question = """{"model":"served-model","messages":[{"role":"user","content":"Hi"}],"max_tokens":50}""";
    private const string Streamed = """{"model":"served-model","stream":true,"messages":[{"role":"user","content":"Hi"}],"max_tokens":50}""";
    private const string Vectors = """{"model":"served-model","input":"Rain in Oslo."}""";
    private const string Other = "another-gateway-key";

    [Fact]
    public async Task A_key_that_used_up_its_requests_is_told_when_to_come_again_and_others_go_on()
    {
        await using var gateway = await WithAsync(static key => key(2, null));
        using var wire = new Wire(gateway);
        (await wire.ChatAsync(Question)).Header("x-ratelimit-remaining-requests").ShouldBe("1");
        (await wire.ChatAsync(Streamed)).Header("x-ratelimit-remaining-requests").ShouldBe("0");

        foreach (var (path, body) in new[] { ("chat/completions", Question), ("chat/completions", Streamed), ("embeddings", Vectors) })
        {
            var refused = await wire.PostAsync(path, body);
            refused.Status.ShouldBe(429);
            refused.Error.GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
            refused.Error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("2 requests a minute");
            refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 61);
            refused.Header("x-ratelimit-limit-requests").ShouldBe("2");
            refused.Header("x-ratelimit-remaining-requests").ShouldBe("0");
        }

        gateway.Upstream.RequestCount.ShouldBe(2);
        (await wire.ChatAsync(Question, Other)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Tokens_are_taken_as_estimated_and_corrected_by_what_was_counted()
    {
        await using var gateway = await WithAsync(static key => key(null, 10_000));
        using var wire = new Wire(gateway);
        var wide = Question.Replace("\"max_tokens\":50", "\"max_tokens\":9000", StringComparison.Ordinal);

        // Each would need nearly all of the minute, and takes a few tokens.
        var first = await wire.ChatAsync(wide);
        var second = await wire.ChatAsync(wide);

        first.Status.ShouldBe(200);
        second.Status.ShouldBe(200);
        var third = await wire.PostAsync("embeddings", Vectors);
        Left(third).ShouldBeInRange(9_500, 9_999);
    }

    [Fact]
    public async Task Tokens_that_are_used_up_refuse_what_needs_more_than_is_left()
    {
        await using var gateway = await WithAsync(static key => key(null, 100));
        using var wire = new Wire(gateway);
        gateway.Upstream.Otherwise = ServedReply.Text("Good day.") with { Usage = new ServedUsage(90, 9) };
        (await wire.ChatAsync(Question)).Status.ShouldBe(200);

        var refused = await wire.ChatAsync(Question);

        refused.Status.ShouldBe(429);
        refused.Error.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("100 tokens a minute");
        Left(refused).ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_no_provider_counted_gives_its_tokens_back()
    {
        await using var gateway = await WithAsync(static key => key(null, 100));
        using var wire = new Wire(gateway);
        gateway.Upstream.Gives(ServedReply.Error(ErrorCase.Overloaded));
        (await wire.ChatAsync(Question)).Status.ShouldBe(503);

        (await wire.ChatAsync(Question)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Where_the_store_of_limits_is_away_the_key_is_told_so_and_not_where_it_is()
    {
        await using var gateway = await Gateway.StartAsync(static settings => settings with
        {
            Keys = [new AccessKey("TEST_KEY", Gateway.Key) { RequestsPerMinute = 2 }, new AccessKey("OTHER_KEY", Other)],
            Limits = new AwayLimits(),
        });
        using var wire = new Wire(gateway);

        foreach (var (path, body) in new[] { ("chat/completions", Question), ("embeddings", Vectors) })
        {
            var refused = await wire.PostAsync(path, body);
            (refused.Status, refused.Error.GetProperty("code").GetString()).ShouldBe((503, "limits_unavailable"));
            refused.Error.GetProperty("message").GetString().ShouldNotBeNull().ShouldNotContain("postgres");
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }

        (await wire.ChatAsync(Question, Other)).Status.ShouldBe(200, "it has no limit");
        gateway.Upstream.RequestCount.ShouldBe(1);
    }

    private static long Left(Reply reply) => long.Parse(reply.Header("x-ratelimit-remaining-tokens").ShouldNotBeNull(), CultureInfo.InvariantCulture);

    private static Task<Gateway> WithAsync(Func<Func<int?, long?, AccessKey>, AccessKey> limited) => Gateway.StartAsync(settings => settings with
    {
        Keys =
        [
            limited(static (requests, tokens) => new AccessKey("TEST_KEY", Gateway.Key) { RequestsPerMinute = requests, TokensPerMinute = tokens }),
            new AccessKey("OTHER_KEY", Other),
        ],
    });
}
