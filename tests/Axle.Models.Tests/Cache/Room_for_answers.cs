using Axle.Models.Cache;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Cache;

public sealed class Room_for_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_one_not_asked_for_longest_goes_first()
    {
        var store = new MemoryCacheStore(new CacheOptions { MaxEntries = 2 }, new ManualTime());
        await store.PutAsync(Answer("a"), Stop);
        await store.PutAsync(Answer("b"), Stop);
        await store.FindAsync("a", Stop);
        await store.PutAsync(Answer("c"), Stop);

        (await store.FindAsync("b", Stop)).ShouldBeNull();
        (await store.FindAsync("a", Stop)).ShouldNotBeNull();
        (await store.FindAsync("c", Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Any_sequence_of_puts_finds_and_removals_stays_within_its_bytes_and_counts_them_right()
    {
        var time = new ManualTime();
        var random = new Random(7);
        var store = new MemoryCacheStore(new CacheOptions { MaxEntries = 40, MaxBytes = 64 * 1024 }, time);
        for (var i = 0; i < 20_000; i++)
        {
            var key = $"k{random.Next(80)}";
            switch (random.Next(8))
            {
                case 0:
                    await store.RemoveAsync(key, Stop);
                    break;
                case 1:
                    time.Advance(TimeSpan.FromSeconds(random.Next(20)));
                    break;
                case < 4:
                    await store.FindAsync(key, Stop);
                    break;
                default:
                    await store.PutAsync(Answer(key, random.Next(20_000), time) with { Group = $"g{random.Next(3)}", Vector = new float[4] }, Stop);
                    break;
            }

            store.Count.ShouldBeLessThanOrEqualTo(40);
            store.Bytes.ShouldBeInRange(0, 64 * 1024);
        }

        await store.RemoveAsync(Scope.None, Stop);
        (store.Count, store.Bytes).ShouldBe((0, 0));
        (await store.FindNearestAsync("g1", new float[4], 0, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Answer_larger_than_all_the_room_is_not_kept_and_moves_nobody()
    {
        var store = new MemoryCacheStore(new CacheOptions { MaxBytes = 64 * 1024 }, new ManualTime());
        await store.PutAsync(Answer("a"), Stop);
        await store.PutAsync(Answer("b", 200_000), Stop);

        (store.Count, await store.FindAsync("b", Stop)).ShouldBe((1, null));
    }

    private static CachedAnswer Answer(string key, int length = 10, TimeProvider? time = null) =>
        new(key, new string('x', length), (time ?? new ManualTime()).GetUtcNow() + TimeSpan.FromMinutes(1));
}
