using System.Threading.Channels;
using Axle.Models.Limits;

namespace Axle.Models.Tests.Limits;

/// <summary>A store that answers when a test lets it, as a database takes its time.</summary>
internal sealed class GatedLimits(TimeProvider time) : ILimitStore
{
    private readonly MemoryLimits _limits = new(time);
    private readonly Channel<Asked> _asked = Channel.CreateUnbounded<Asked>();

    /// <summary>Whether the next takes wait for the test; corrections always do.</summary>
    public bool HoldsTakes { get; set; }

    /// <summary>The next that waits to be let go on.</summary>
    public ValueTask<Asked> NextAsync(CancellationToken cancellationToken) => _asked.Reader.ReadAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        if (!HoldsTakes)
            return await _limits.TakeAsync(claim, cancellationToken);
        var asked = new Asked(Correction: null);
        _asked.Writer.TryWrite(asked);
        await asked.Gate.WaitAsync(cancellationToken);
        var counts = await _limits.TakeAsync(claim, cancellationToken);
        // It is in the store, and the answer is on its way.
        if (asked.IsAnswerLost)
            throw new OperationCanceledException(cancellationToken);
        return counts;
    }

    public async ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken)
    {
        var asked = new Asked(correction);
        _asked.Writer.TryWrite(asked);
        await asked.Gate.WaitAsync(cancellationToken);
        await _limits.CorrectAsync(correction, cancellationToken);
    }

    /// <summary>What was asked of it.</summary>
    /// <param name="Correction">The correction; null for a take.</param>
    internal sealed record Asked(LimitCorrection? Correction)
    {
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Gate => _gate.Task;

        public bool IsAnswerLost { get; private set; }

        public void Go() => _gate.TrySetResult();

        public void Fail() => _gate.TrySetException(new AxleException(ErrorKind.Network, "'postgres://db' cannot be reached."));

        public void LoseAnswer()
        {
            IsAnswerLost = true;
            Go();
        }
    }
}
