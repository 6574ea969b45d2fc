using System.Globalization;
using Axle.Models;
using Axle.Models.Limits;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Limits;
using Axle.Testing.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

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
    public async Task What_is_used_up_is_told_of_the_call_that_was_refused_whatever_others_take_meanwhile()
    {
        var key = new AccessKey("TEST_KEY", Gateway.Key) { RequestsPerMinute = 2, TokensPerMinute = 100_000 };
        KeyAdmission admission = null!;
        var clock = new InterruptedClock(() => admission.AdmitAsync(new DefaultHttpContext(), new Caller(key, null, null), Call()));
        var full = new LimitCount(TimeSpan.FromSeconds(30), 2, 20, TimeSpan.FromMinutes(1), 0);
        admission = new KeyAdmission([key], new ToldLimits(full, full with { Wait = TimeSpan.Zero, Calls = 1 }), clock);
        var http = new DefaultHttpContext();

        var refused = await Should.ThrowAsync<ApiException>(async () => await admission.AdmitAsync(http, new Caller(key, null, null), Call()));

        clock.Interruptions.ShouldBe(1);
        refused.Error.Message.ShouldContain("2 requests a minute");
        refused.Error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        http.Response.Headers["x-ratelimit-remaining-requests"].ToString().ShouldBe("0");

        static ModelCall Call() => new(new ModelRequest([new ChatMessage(ChatRole.User, "Hi")]));
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

    /// <summary>Answers as it was told to, in turn.</summary>
    private sealed class ToldLimits(params LimitCount[] counts) : ILimitStore
    {
        private int _next;

        public ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken) => new([counts[_next++]]);

        public ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Lets something else happen where the time is asked for the second time: after the first call was counted.</summary>
    private sealed class InterruptedClock(Func<ValueTask<AdmittedCall>> other) : TimeProvider
    {
        private int _asked;

        public int Interruptions { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (++_asked == 2)
            {
                Interruptions++;
                other().AsTask().IsCompletedSuccessfully.ShouldBeTrue();
            }

            return DateTimeOffset.UnixEpoch;
        }
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
