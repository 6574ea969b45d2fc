using Axle.Models.Limits;

namespace Axle.Models.Tests.Limits;

/// <summary>A store that several gateways share, as processes share a database; counts how often it is asked, and can go away.</summary>
internal sealed class CountedLimits(TimeProvider time) : ILimitStore
{
    private readonly MemoryLimits _limits = new(time);
    private int _takes;
    private int _all;

    public int Takes => Volatile.Read(ref _takes);

    /// <summary>Takes and corrections.</summary>
    public int All => Volatile.Read(ref _all);

    public bool IsAway { get; set; }

    public ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _takes);
        Interlocked.Increment(ref _all);
        return IsAway ? throw Away() : _limits.TakeAsync(claim, cancellationToken);
    }

    public ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _all);
        return IsAway ? throw Away() : _limits.CorrectAsync(correction, cancellationToken);
    }

    private static AxleException Away() => new(new AxleError(ErrorKind.Network, "The store is away.") { IsStoreAway = true });
}
