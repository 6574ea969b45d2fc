namespace Axle.Testing.Models.Serving;

/// <summary>Counts, and tells those who wait for a count.</summary>
internal sealed class Milestones
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public int Count { get; private set; }

    public void Add()
    {
        List<TaskCompletionSource> reached;
        lock (_gate)
        {
            Count++;
            reached = [.. _waiting.Where(w => w.Count <= Count).Select(static w => w.Reached)];
            _waiting.RemoveAll(w => w.Count <= Count);
        }

        foreach (var source in reached)
            source.TrySetResult();
    }

    public Task ReachesAsync(int count)
    {
        lock (_gate)
        {
            if (Count >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }
}
