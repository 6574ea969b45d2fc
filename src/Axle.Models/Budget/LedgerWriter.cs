using Axle.Models.Ledger;

namespace Axle.Models.Budget;

/// <summary>Writes calls down in groups, a moment after they came, so that no call waits for a disk.</summary>
/// <param name="ledger">Where to.</param>
/// <param name="time">The clock.</param>
/// <param name="take">What is to be written now; true to give back everything that is held for nothing.</param>
/// <param name="tell">Hears of budgets that passed their alert.</param>
internal sealed class LedgerWriter(
    IModelLedger ledger, TimeProvider time, Func<bool, LedgerBatch> take, Action<IReadOnlyList<BudgetStanding>, LedgerBatch> tell) : IDisposable
{
    /// <summary>What is held and not used for so long is given back; a write that failed is tried again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Queue<LedgerBatch> _batches = new();
    private ITimer? _timer;
    private DateTimeOffset _due;
    private bool _isClosed;

    /// <summary>Why the last write failed; null when it did not.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Has what waits written soon.</summary>
    public void Wake() => Wake(Gathering);

    /// <summary>Writes what there is, and waits until it is written.</summary>
    /// <exception cref="AxleException">The ledger cannot be written; it is kept for the next time.</exception>
    public async Task FlushAsync(bool givesBack, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // What could not be written comes first: as long as it cannot, no more is taken, and what waits is counted.
            await DrainAsync();
            if (take(givesBack) is { } batch && (batch.Entries.Count > 0 || batch.Moves.Count > 0))
            {
                _batches.Enqueue(batch);
                await DrainAsync();
            }

            Failure = null;
        }
        catch (Exception failure)
        {
            Failure = failure;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Looks again after a rest.</summary>
    public void WakeAfterRest() => Wake(Rest);

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _timer?.Dispose();
        }

        _turn.Dispose();
    }

    private async Task DrainAsync()
    {
        while (_batches.TryPeek(out var next))
        {
            var passed = await ledger.WriteAsync(next, CancellationToken.None);
            _batches.Dequeue();
            if (passed.Count > 0)
                tell(passed, next);
        }
    }

    // What is wanted soon does not wait for what is wanted later.
    private void Wake(TimeSpan after)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            var due = time.GetUtcNow() + after;
            if (_timer is null)
                _timer = time.CreateTimer(static state => _ = ((LedgerWriter)state!).WriteAsync(), this, after, Timeout.InfiniteTimeSpan);
            else if (due < _due)
                _timer.Change(after, Timeout.InfiniteTimeSpan);
            else
                return;
            _due = due;
        }
    }

    private async Task WriteAsync()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            if (_isClosed)
                return;
        }

        try
        {
            await FlushAsync(givesBack: false);
        }
        catch (AxleException)
        {
            // It is kept, and tried again; when too much is kept, calls are refused and say why.
            WakeAfterRest();
        }
        catch (ObjectDisposedException)
        {
            // The store was closed first: whoever closed it has flushed before.
        }
    }
}
