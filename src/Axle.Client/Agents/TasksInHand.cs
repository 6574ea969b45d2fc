using System.Text.Json;

namespace Axle.Client.Agents;

/// <summary>The tasks that the agent works on, and the connection by which the server hears of them.</summary>
internal sealed class TasksInHand
{
    private readonly Dictionary<string, TaskInHand> _tasks = new(StringComparer.Ordinal);
    private TaskCompletionSource _none = Done();

    /// <summary>Guards them all.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The connection; null while there is none.</summary>
    public AgentConnection? Connection { get; private set; }

    /// <summary>Bytes of the largest message that the server takes.</summary>
    public int LargestMessage { get; private set; } = int.MaxValue;

    /// <summary>Ends when the server knows all of every task.</summary>
    public Task None
    {
        get
        {
            lock (Gate)
                return _none.Task;
        }
    }

    public string[] Ids
    {
        get
        {
            lock (Gate)
                return [.. _tasks.Keys];
        }
    }

    /// <summary>Takes a task; null when it is in hand already.</summary>
    public TaskInHand? Take(string id)
    {
        lock (Gate)
        {
            if (_tasks.ContainsKey(id))
                return null;
            if (_tasks.Count == 0)
                _none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = new TaskInHand(id, this);
            _tasks.Add(id, task);
            return task;
        }
    }

    /// <summary>The server knows the agent again: says what may have been lost, and drops what nobody wants.</summary>
    /// <param name="connection">The connection, which is used from here on.</param>
    /// <param name="welcome">What the server said.</param>
    public void Resume(AgentConnection connection, JsonElement welcome)
    {
        lock (Gate)
        {
            LargestMessage = welcome.GetProperty("largestMessage").GetInt32();
            foreach (var kept in welcome.GetProperty("kept").EnumerateArray())
            {
                if (!_tasks.TryGetValue(kept.GetProperty("task").GetString()!, out var task))
                    continue;
                Hear(task.Id, kept.GetProperty("seq").GetInt64());
                foreach (var message in task.Unheard)
                    connection.Send(message);
            }

            foreach (var dropped in welcome.GetProperty("dropped").EnumerateArray())
                Drop(dropped.GetString()!);
            Connection = connection;
        }
    }

    public void Disconnect()
    {
        lock (Gate)
            Connection = null;
    }

    /// <summary>Everything about a task up to a number has arrived.</summary>
    public void Hear(string id, long seq)
    {
        lock (Gate)
        {
            if (!_tasks.TryGetValue(id, out var task))
                return;
            task.Hear(seq);
            if (task.IsHeard)
                Remove(id);
        }
    }

    /// <summary>Nobody wants a task any more.</summary>
    public void Drop(string id)
    {
        TaskInHand? task;
        lock (Gate)
        {
            if (!_tasks.TryGetValue(id, out task))
                return;
            Remove(id);
        }

        task.Cancellation.Cancel();
    }

    public void DropAll() => Array.ForEach(Ids, Drop);

    private void Remove(string id)
    {
        _tasks.Remove(id);
        if (_tasks.Count == 0)
            _none.TrySetResult();
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
