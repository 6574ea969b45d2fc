using Axle.Models.Routing;

namespace Axle.Models.Tests.Routing;

public sealed class Rounds_of_retries
{
    [Fact]
    public void A_hundred_in_a_row_are_free_and_then_calls_earn_them()
    {
        var rounds = new RetryAllowance();
        Enumerable.Range(0, 200).Count(_ => rounds.TryTake()).ShouldBe(100);

        for (var call = 0; call < 40; call++)
            rounds.Earn();

        Enumerable.Range(0, 200).Count(_ => rounds.TryTake()).ShouldBe(30);
    }

    [Fact]
    public void What_a_single_provider_wants_that_fails_every_second_time_is_earned()
    {
        var rounds = new RetryAllowance();
        var random = new Random(7);
        var refused = 0;
        for (var call = 0; call < 10_000; call++)
        {
            rounds.Earn();
            for (var attempt = 0; attempt < 2 && random.Next(2) == 0; attempt++)
                refused += rounds.TryTake() ? 0 : 1;
        }

        refused.ShouldBeLessThan(300);
    }
}
