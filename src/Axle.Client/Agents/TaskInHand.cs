using System.Text.Json;

namespace Axle.Client.Agents;

/// <summary>A task that the agent works on, with everything about it that the server has not acknowledged yet.</summary>
#pragma warning disable CA1001 // Neither the room nor the cancellation has a handle or a timer, and whoever was given the task may hold both.
internal sealed class TaskInHand(string id, TasksInHand tasks)
#pragma warning restore CA1001
{
    // Whoever says more than this while the server hears nothing waits.
    private readonly SemaphoreSlim _room = new(1_000);
    private readonly Queue<(long Seq, byte[] Message)> _unheard = new();
    private long _seq;

    public string Id => id;

    /// <summary>Ends the work on it.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Whether its result was said.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the server knows all of it.</summary>
    public bool IsHeard => HasEnded && _unheard.Count == 0;

    public async Task SayAsync(Func<long, object> message, CancellationToken cancellationToken)
    {
        if (!_room.Wait(0, CancellationToken.None))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Cancellation.Token);
            await _room.WaitAsync(either.Token);
        }

        try
        {
            Say(message, isEnd: false);
        }
        catch
        {
            _room.Release();
            throw;
        }
    }

    public void End(Func<long, object> message) => Say(message, isEnd: true);

    /// <summary>Everything up to a number has arrived. Called under the lock of all tasks.</summary>
    public void Hear(long seq)
    {
        while (_unheard.TryPeek(out var first) && first.Seq <= seq)
        {
            _unheard.Dequeue();
            // The end takes no room.
            if (_unheard.Count > 0 || !HasEnded)
                _room.Release();
        }
    }

    /// <summary>What has to be said again. Called under the lock of all tasks.</summary>
    public IEnumerable<byte[]> Unheard => _unheard.Select(static u => u.Message);

    private void Say(Func<long, object> message, bool isEnd)
    {
        lock (tasks.Gate)
        {
            // What is said of a task that has ended is of no use to anybody.
            if (HasEnded)
                return;
            var said = JsonSerializer.SerializeToUtf8Bytes(message(_seq + 1));
            // The server would end the connection, and every one on which it is said again.
            if (said.Length > tasks.LargestMessage)
            {
                throw new AgentTaskException(
                    "malformedAnswer",
                    $"The agent had {said.Length} bytes to say at once; the server takes {tasks.LargestMessage}. See 'server: agents: largestMessage'.");
            }

            HasEnded = isEnd;
            _seq++;
            _unheard.Enqueue((_seq, said));
            tasks.Connection?.Send(said);
        }
    }
}
