using Axle.Server.Endpoints.Approvals;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Ports;

namespace Axle.Server.Live;

/// <summary>What runs ask persons. A run that changes is read once, however many watch.</summary>
/// <param name="board">Reads runs.</param>
internal sealed class OpenQuestions(RunBoard board)
{
    /// <summary>Runs whose questions are kept at hand.</summary>
    private const int Most = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, (long Seq, Task<IReadOnlyList<ApprovalItem>> Items)> _known = [];

    /// <summary>The questions that a run asks, as they were at a row of it or later; none when it cannot be read.</summary>
    /// <param name="row">The run.</param>
    /// <param name="stop">Ends the waiting; others wait on.</param>
    public Task<IReadOnlyList<ApprovalItem>> OfAsync(RunRow row, CancellationToken stop)
    {
        lock (_gate)
        {
            if (!row.Attention.HasFlag(RunAttention.Approval))
            {
                _known.Remove(row.Run);
                return Task.FromResult<IReadOnlyList<ApprovalItem>>([]);
            }

            if (_known.TryGetValue(row.Run, out var known) && known.Seq >= row.LastSeq && !known.Items.IsFaulted)
                return known.Items.WaitAsync(stop);
            if (_known.Count >= Most)
                _known.Clear();
            var items = Task.Run(() => ReadAsync(row), CancellationToken.None);
            _known[row.Run] = (row.LastSeq, items);
            return items.WaitAsync(stop);
        }
    }

    private async Task<IReadOnlyList<ApprovalItem>> ReadAsync(RunRow row) =>
        await board.ReadableAsync(row, CancellationToken.None) is { } state ? ApprovalItem.Of(row, state) : [];
}
