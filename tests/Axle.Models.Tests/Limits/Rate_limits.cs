using Axle.Models.Limits;
using Axle.Models.Wire;

namespace Axle.Models.Tests.Limits;

public sealed class Rate_limits
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void In_no_sixty_seconds_is_more_taken_than_the_limits()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var limit = new RateLimit(20, 5_000);
            var taken = new List<(DateTimeOffset At, long Tokens)>();
            var now = Start;
            for (var i = 0; i < 400; i++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(0, 2_000));
                var tokens = random.Next(1, 900);
                var wait = limit.WaitFor(tokens, now);
                if (random.Next(4) == 0)
                    now += wait;
                if (limit.TryTake(tokens, now) is not { } ticket)
                {
                    limit.WaitFor(tokens, now).ShouldBeGreaterThan(TimeSpan.Zero);
                    continue;
                }

                var real = random.Next(0, tokens + 1);
                limit.Settle(ticket, real, now);
                taken.Add((now, real));
                var minute = taken.Where(t => t.At > now.AddSeconds(-59)).ToList();
                minute.Count.ShouldBeLessThanOrEqualTo(20);
                minute.Sum(t => t.Tokens).ShouldBeLessThanOrEqualTo(5_000);
            }

            taken.Count.ShouldBeGreaterThan(20, "waiting must end");
        }
    }

    [Fact]
    public void After_the_wait_that_it_names_a_call_goes()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var limit = new RateLimit(5, 1_000);
            var now = Start;
            for (var i = 0; i < 50; i++)
            {
                var tokens = random.Next(1, 1_500);
                now += limit.WaitFor(tokens, now);
                limit.TryTake(tokens, now).ShouldNotBeNull();
                now += TimeSpan.FromMilliseconds(random.Next(5_000));
            }
        }
    }

    [Fact]
    public void What_a_call_did_not_use_is_free_again()
    {
        var limit = new RateLimit(null, 1_000);
        var ticket = limit.TryTake(900, Start).ShouldNotBeNull();
        limit.TryTake(200, Start).ShouldBeNull();

        limit.Settle(ticket, 100, Start.AddSeconds(2));

        limit.TryTake(200, Start.AddSeconds(2)).ShouldNotBeNull();
    }

    [Fact]
    public void A_provider_that_wants_to_be_left_alone_is()
    {
        var limit = new RateLimit(null, null);
        limit.CloseUntil(Start.AddSeconds(30));
        limit.CloseUntil(Start.AddSeconds(10));

        limit.WaitFor(1, Start).ShouldBe(TimeSpan.FromSeconds(30));
        limit.TryTake(1, Start.AddSeconds(29)).ShouldBeNull();
        limit.TryTake(1, Start.AddSeconds(30)).ShouldNotBeNull();
    }

    [Fact]
    public void A_refusal_holds_until_a_later_call_of_its_kind_is_answered()
    {
        var refused = new SentCall(At: 100, Tokens: 500, "m");
        var limit = new RateLimit(null, null);
        limit.Refuse(refused, Start.AddSeconds(30));

        // Sent before the refused one, smaller, or to another model: they may have passed although the limit is reached.
        limit.Admit(refused with { At = 99 });
        limit.Admit(refused with { At = 101, Tokens = 499 });
        limit.Admit(refused with { At = 101, Model = "n" });
        limit.WaitFor(1, Start).ShouldBe(TimeSpan.FromSeconds(30));

        limit.Admit(refused with { At = 101 });
        limit.WaitFor(1, Start).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void What_a_later_refusal_says_is_not_taken_back_by_an_answer_to_an_earlier_call()
    {
        var limit = new RateLimit(null, null);
        limit.Refuse(new SentCall(100, 500, "m"), Start.AddSeconds(10));
        limit.Refuse(new SentCall(200, 500, "m"), Start.AddSeconds(30));

        limit.Admit(new SentCall(150, 500, "m"));
        limit.WaitFor(1, Start).ShouldBe(TimeSpan.FromSeconds(30));
        limit.WaitFor(1, Start.AddSeconds(30)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void How_it_stands_is_the_scarcer_of_what_is_configured_and_what_the_provider_says()
    {
        var limit = new RateLimit(10, null);
        limit.TryTake(5, Start);
        limit.Standing(Start).Requests.ShouldBe(new RateLimitCount(10, 9, Start.AddSeconds(61)));
        limit.Standing(Start).Tokens.ShouldBeNull();

        var reset = Start.AddSeconds(7);
        limit.Hear(new RateLimitReading(Start, new RateLimitCount(500, 2, reset), new RateLimitCount(null, 80, reset), BlockedUntil: null));
        limit.Standing(Start).Requests.ShouldBe(new RateLimitCount(500, 2, Start.AddSeconds(7)));
        limit.Standing(Start).Tokens.ShouldBe(new RateLimitCount(null, 80, Start.AddSeconds(7)));
        limit.Standing(Start.AddSeconds(8)).Requests!.Limit.ShouldBe(10);
        limit.Standing(Start.AddSeconds(8)).Tokens.ShouldBeNull();

        limit.Refuse(new SentCall(0, 1, "m"), Start.AddSeconds(20));
        limit.Standing(Start).Requests.ShouldBe(new RateLimitCount(500, 0, Start.AddSeconds(20)));
    }

    [Fact]
    public void What_the_provider_says_is_left_is_heeded_until_its_reset()
    {
        var limit = new RateLimit(null, null);
        limit.Hear(new RateLimitReading(Start, Requests: null, new RateLimitCount(10_000, 500, Start.AddSeconds(12)), BlockedUntil: null));

        limit.WaitFor(400, Start).ShouldBe(TimeSpan.Zero);
        limit.WaitFor(600, Start).ShouldBe(TimeSpan.FromSeconds(12));
        limit.TryTake(600, Start).ShouldBeNull();

        limit.Hear(new RateLimitReading(Start, new RateLimitCount(50, 0, Start.AddSeconds(3)), Tokens: null, BlockedUntil: null));
        limit.WaitFor(1, Start).ShouldBe(TimeSpan.FromSeconds(3));
        limit.WaitFor(600, Start.AddSeconds(12)).ShouldBe(TimeSpan.Zero);
    }
}
