using System.Threading.Channels;
using Axle.Models.Limits;

namespace Axle.Models.Tests.Limits;

/// <summary>A store that answers when a test lets it, as a database takes its time.</summary>
internal sealed class GatedLimits(TimeProvider time) : ILimitStore
{
    private readonly MemoryLimits _limits = new(time);
    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>();

    /// <summary>Whether the next takes wait for the test.</summary>
    public bool HoldsTakes { get; set; }

    /// <summary>Whether the next corrections do.</summary>
    public bool HoldsCorrections { get; set; }

    /// <summary>The next that waits to be let go on.</summary>
    public ValueTask<Asked> NextAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        IReadOnlyList<LimitCount> counts = [];
        await HeldAsync(HoldsTakes, null, async () => counts = await _limits.TakeAsync(claim, CancellationToken.None), cancellationToken);
        return counts;
    }

    public async ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken) =>
        await HeldAsync(HoldsCorrections, correction, async () => await _limits.CorrectAsync(correction, CancellationToken.None), cancellationToken);

    private async Task HeldAsync(bool isHeld, LimitCorrection? correction, Func<Task> act, CancellationToken cancellationToken)
    {
        var asked = new Asked(correction, act);
        if (isHeld)
            _asked.Writer.TryWrite(asked);
        else
            await asked.GoAsync();
        await asked.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>What was asked of it.</summary>
    /// <param name="Correction">The correction; null for a take.</param>
    /// <param name="Reach">Does it in the store, while the answer is on its way yet.</param>
    internal sealed record Asked(LimitCorrection? Correction, Func<Task> Reach)
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Answer => _answer.Task;

        public async Task GoAsync()
        {
            await Reach();
            _answer.TrySetResult();
        }

        public void Fail(bool isAway = true) =>
            _answer.TrySetException(new AxleException(new AxleError(ErrorKind.Network, "'postgres://db' cannot be reached.") { IsStoreAway = isAway }));
    }
}
