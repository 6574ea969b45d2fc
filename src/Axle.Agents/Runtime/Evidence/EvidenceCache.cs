using System.Text.Json;
using Axle.Tools.Contract;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>
/// Several agents of a run often ask the same tool the same thing at the same time: the work is done once and shared. Only results of
/// tools without effects are kept, a bounded number of them; an effect on the outside world forgets all of its run.
/// </summary>
internal sealed class EvidenceCache
{
    private const int MaxEntries = 64;
    private readonly Lock _gate = new();
    private readonly LinkedList<(Key Key, Task<JsonElement> Work)> _entries = [];

    /// <summary>The result for a key, made by <paramref name="work"/> unless it is there or being made.</summary>
    public async Task<JsonElement> GetAsync(RunId run, string tool, JsonElement arguments, ToolContext context,
        Func<Task<JsonElement>> work, CancellationToken cancellationToken)
    {
        var key = new Key(run, context.Workspace, tool, arguments.GetRawText());
        while (true)
        {
            var (task, isMine) = Find(key, work);
            try
            {
                return await task.WaitAsync(cancellationToken);
            }
            catch (Exception fault)
            {
                Forget(entry => entry.Work == task && (isMine || task.IsFaulted || task.IsCanceled));
                // Whoever did the work was cancelled, and we were not: do it ourselves.
                if (isMine || fault is not OperationCanceledException || cancellationToken.IsCancellationRequested)
                    throw;
            }
        }
    }

    /// <summary>Drops everything that is known of a run's workspace.</summary>
    public void Forget(RunId run) => Forget(entry => entry.Key.Run == run);

    private (Task<JsonElement> Task, bool IsMine) Find(Key key, Func<Task<JsonElement>> work)
    {
        lock (_gate)
        {
            for (var node = _entries.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key)
                    continue;
                _entries.Remove(node);
                _entries.AddFirst(node);
                return (node.Value.Work, false);
            }

            var task = work();
            _entries.AddFirst((key, task));
            if (_entries.Count > MaxEntries)
                _entries.RemoveLast();
            return (task, true);
        }
    }

    private void Forget(Func<(Key Key, Task<JsonElement> Work), bool> which)
    {
        lock (_gate)
        {
            for (var node = _entries.First; node is not null;)
            {
                var next = node.Next;
                if (which(node.Value))
                    _entries.Remove(node);
                node = next;
            }
        }
    }

    private sealed record Key(RunId Run, string Workspace, string Tool, string Arguments);
}
