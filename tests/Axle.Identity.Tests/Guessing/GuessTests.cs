using Axle.Identity.Guessing;
using Axle.Identity.Tests.Support;

namespace Axle.Identity.Tests.Guessing;

public sealed class GuessTests
{
    private static readonly GuessLimit Limit = new(Free: 5, TimeSpan.FromMinutes(15));
    private readonly SettableClock _clock = new();

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(10, 16)]
    [InlineData(16, 900)]
    [InlineData(1_000_000, 900)]
    public void Waiting_doubles_with_each_wrong_try(int tries, int seconds) => Limit.After(tries).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Ten_thousand_tries_in_a_day_are_a_hundred_guesses()
    {
        var barrier = new GuessBarrier(_clock);
        var guesses = 0;
        for (var i = 0; i < 10_000; i++)
        {
            guesses += Tries(barrier, "ann") ? 1 : 0;
            _clock.Advance(TimeSpan.FromSeconds(8.64));
        }

        guesses.ShouldBeLessThan(115);
    }

    [Fact]
    public async Task Many_tries_at_once_count_as_many()
    {
        var barrier = new GuessBarrier(_clock);
        var let = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => Tries(barrier, "ann"), TestContext.Current.CancellationToken)));
        let.Count(static l => l).ShouldBe(6);
    }

    [Fact]
    public void A_refused_try_says_how_long_to_wait_and_does_not_count()
    {
        var barrier = new GuessBarrier(_clock);
        for (var i = 0; i < 6; i++)
            barrier.Begin(("ann", Limit));
        for (var i = 0; i < 20; i++)
            Should.Throw<AxleException>(() => barrier.Begin(("ann", Limit))).Error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Tries(barrier, "ann").ShouldBeTrue();
    }

    [Fact]
    public void Others_do_not_wait_and_a_right_one_is_forgiven()
    {
        var barrier = new GuessBarrier(_clock);
        for (var i = 0; i < 6; i++)
            barrier.Begin(("ann", Limit));
        Tries(barrier, "bob").ShouldBeTrue();
        barrier.Succeeded("ann");
        Tries(barrier, "ann").ShouldBeTrue();
    }

    [Fact]
    public void A_flood_of_other_names_pushes_nobody_off_the_list_who_has_to_wait()
    {
        var barrier = new GuessBarrier(_clock);
        for (var i = 0; i < 6; i++)
            barrier.Begin(("ann", Limit));
        for (var i = 0; i < 60_000; i++)
            barrier.Begin(($"flood{i}", Limit));
        for (var i = 0; i < 60_000; i++)
            barrier.Begin(($"twice{i / 2}", Limit));
        Tries(barrier, "ann").ShouldBeFalse();
    }

    [Fact]
    public void A_right_try_does_not_undo_the_wrong_ones_of_others()
    {
        var barrier = new GuessBarrier(_clock);
        for (var i = 0; i < 5; i++)
            barrier.Begin(("office", Limit));
        for (var i = 0; i < 20; i++)
        {
            Tries(barrier, "office").ShouldBeTrue("those who come in wait for nothing");
            barrier.TakeBack("office", Limit);
        }

        barrier.Begin(("office", Limit));
        Tries(barrier, "office").ShouldBeFalse("the five wrong ones count");
    }

    [Fact]
    public void It_remembers_no_more_than_it_has_room_for()
    {
        var barrier = new GuessBarrier(_clock);
        for (var i = 0; i < 6; i++)
            barrier.Begin(("ann", Limit));
        for (var i = 0; i < 60_000; i++)
            barrier.Begin(($"somebody {i / 6}", Limit));
        Tries(barrier, "ann").ShouldBeTrue("the oldest was forgotten");
    }

    private static bool Tries(GuessBarrier barrier, string subject)
    {
        try
        {
            barrier.Begin((subject, Limit));
            return true;
        }
        catch (AxleException)
        {
            return false;
        }
    }
}
