using Axle.Models.Limits;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Limits;

public sealed class Limits_in_memory
{
    private static readonly LimitRule Minute = new("held", TimeSpan.FromMinutes(1), 5, null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_counts_for_one_subject_does_not_hold_up_those_of_others()
    {
        using var time = new HeldClock();
        var limits = new MemoryLimits(time);
        var held = Task.Run(async () => await limits.TakeAsync(new LimitClaim([Minute], 0), Stop), Stop);
        await time.Held.WaitAsync(Stop);

        var claims = Enumerable.Range(0, 20).Select(static i => new LimitClaim([Minute with { Subject = $"other {i}" }], 0));
        var others = claims.Select(claim => Task.Run(async () => (await limits.TakeAsync(claim, Stop))[0].Calls, Stop)).ToList();
        try
        {
            (await (await Task.WhenAny(others)).WaitAsync(TimeSpan.FromSeconds(30), Stop)).ShouldBe(1);
            held.IsCompleted.ShouldBeFalse();
        }
        finally
        {
            time.Release();
        }

        await Task.WhenAll(others);
        (await held)[0].Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Claims_of_many_subjects_end_in_whatever_order_they_name_them_and_count_all_or_nothing()
    {
        var limits = new MemoryLimits(new ManualTime());
        var rules = Enumerable.Range(0, 200).Select(static i => new LimitRule($"s{i}", TimeSpan.FromMinutes(1), 50, null)).ToArray();
        var counts = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            async () => await limits.TakeAsync(new LimitClaim([.. i % 2 == 0 ? rules : rules.Reverse()], 0), Stop), Stop)));

        counts.Count(static c => c.All(static one => one.Wait == TimeSpan.Zero)).ShouldBe(50);
        counts.ShouldAllBe(static c => c.Select(static one => one.Calls).Distinct().Count() == 1);
        limits.Subjects.ShouldBe(200);
    }

    /// <summary>Whoever looks first at the clock stays there.</summary>
    private sealed class HeldClock : TimeProvider, IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Held => _held.Task;

        public void Release() => _released.Set();

        public override DateTimeOffset GetUtcNow()
        {
            if (_held.TrySetResult())
                _released.Wait(Stop);
            return DateTimeOffset.UnixEpoch;
        }

        public void Dispose() => _released.Dispose();
    }
}
