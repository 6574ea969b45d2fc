using System.Text.Json;
using Axle.Agents.Kinds;

namespace Axle.Agents.Connections;

/// <summary>The processes that serve one agent of one tenant, and its tasks: those in hand and those that wait for a place.</summary>
/// <param name="agent">The agent, for messages.</param>
/// <param name="options">The limits that hold now.</param>
/// <param name="shelf">Where tasks are kept beyond this process.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentPool(string agent, Func<ConnectionOptions> options, TaskShelf shelf, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    // Whether a task is known here is asked and answered by one at a time: by the step that wants it and by the agent that has it.
    private readonly SemaphoreSlim _opening = new(1);
    private readonly AgentProcesses _processes = new(options, time);
    private readonly Dictionary<string, RemoteTask> _tasks = new(StringComparer.Ordinal);
    private readonly LinkedList<RemoteTask> _waiting = new();
    private readonly Patience _patience = new(time);

    /// <summary>How it stands: processes that are connected, tasks that they do, tasks that wait, places in all.</summary>
    public PoolStanding Standing()
    {
        lock (_gate)
            return _processes.Standing(_tasks.Count - _waiting.Count, _waiting.Count);
    }

    /// <summary>Has a call done.</summary>
    /// <returns>The agent's answer as it sent it.</returns>
    /// <exception cref="AxleException">Nobody is connected, too many wait, or the task was lost too often.</exception>
    public async Task<JsonElement> DoAsync(string key, AgentCall call, CancellationToken cancellationToken)
    {
        RemoteTask task;
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (Join(key, call) is { } known)
                task = known;
            else if (await shelf.FindAsync(key, cancellationToken) is not { } record)
                task = Open(key, call, null);
            else if (record.Answer is { } answer)
                return answer;
            else
                task = Open(key, call, record);
        }
        finally
        {
            _opening.Release();
        }

        try
        {
            return await task.Ended.WaitAsync(cancellationToken);
        }
        finally
        {
            await LeaveAsync(task);
        }
    }

    /// <summary>Takes a process in, or back.</summary>
    /// <param name="registration">What it says.</param>
    /// <param name="link">The way to it.</param>
    /// <param name="texts">Takes what it says while it works.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Overloaded"/>: too many processes serve the agent.</exception>
    public async Task<AgentSession> ConnectAsync(AgentRegistration registration, IAgentLink link, TextFeed texts, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var recalled = new List<(string Key, int Round)>();
            foreach (var id in registration.Tasks)
            {
                // What this process forgot because it was started anew is on the shelf.
                if (RemoteTask.TryParse(id, out var key, out var round) && await shelf.FindAsync(key, cancellationToken) is { Answer: null } record
                    && (record.Round, record.Process) == (round, registration.Process))
                    recalled.Add((key, round));
            }

            lock (_gate)
                return Connect(registration, link, texts, recalled);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>It was told that it is registered: what was lost on the way to it is sent again, and it gets what waits.</summary>
    public void Begin(AgentProcess process, IAgentLink link, IReadOnlyCollection<string> claimed)
    {
        lock (_gate)
        {
            if (process.Link != link)
                return;
            process.IsReady = true;
            foreach (var task in process.Tasks.Values.Where(t => t is { Call: not null, IsRecorded: true } && !claimed.Contains(t.Id)))
                link.HandOut(task.Id, AgentWire.Write(task.Call!));
            Assign();
        }
    }

    /// <summary>Something came from it: its lease begins anew.</summary>
    public void Hear(AgentProcess process) => process.Lease?.Change(options().Lease, Timeout.InfiniteTimeSpan);

    /// <summary>Counts a message about a task.</summary>
    /// <returns>The task; null when the message came before, or the task is not the process's any more.</returns>
    public RemoteTask? Follow(AgentProcess process, string id, long seq)
    {
        lock (_gate)
        {
            if (!process.Tasks.TryGetValue(id, out var task) || seq <= task.Seq)
                return null;
            task.Seq = seq;
            return task;
        }
    }

    /// <summary>Takes an answer: stored first, so that the agent may forget it when this returns.</summary>
    public async Task EndAsync(AgentProcess process, string id, JsonElement answer)
    {
        RemoteTask? task;
        lock (_gate)
        {
            // Out of reach of a lease that ends in this moment.
            if (!process.Tasks.Remove(id, out task))
                return;
        }

        try
        {
            await shelf.PutAsync(task.Key, new TaskRecord(task.Round, process.Id, answer));
        }
        catch
        {
            lock (_gate)
                TakeBack(process, task);
            throw;
        }

        lock (_gate)
        {
            _tasks.Remove(task.Key);
            task.Process = null;
            Assign();
        }

        task.End(answer);
    }

    /// <summary>It takes nothing new.</summary>
    public void Drain(AgentProcess process)
    {
        lock (_gate)
        {
            process.IsDraining = true;
            Watch();
        }
    }

    /// <summary>The connection broke: it may come back until its lease ends.</summary>
    public void Lose(AgentProcess process, IAgentLink link)
    {
        lock (_gate)
        {
            if (process.Link != link)
                return;
            (process.Link, process.IsReady) = (null, false);
            if (process.Tasks.Count == 0)
                _processes.Remove(process);
            Watch();
        }
    }

    /// <summary>Ends all connections.</summary>
    public void CloseAll(string why)
    {
        lock (_gate)
            _processes.Close(why);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _processes.Dispose();
            _patience.Dispose();
        }

        _opening.Dispose();
    }

    private RemoteTask? Join(string key, AgentCall call)
    {
        lock (_gate)
        {
            if (!_tasks.TryGetValue(key, out var task))
                return null;
            task.Call ??= call;
            task.Waiters++;
            return task;
        }
    }

    private RemoteTask Open(string key, AgentCall call, TaskRecord? record)
    {
        lock (_gate)
        {
            if (record is null && _waiting.Count >= options().MostWaiting && _processes.WithPlace() is null)
                throw ConnectionFaults.TooManyWait(agent, _waiting.Count, options());
            var task = new RemoteTask(key) { Call = call, Waiters = 1, Round = record?.Round ?? 0, IsRecorded = record is not null };
            _tasks.Add(key, task);
            if (record is null)
            {
                _waiting.AddLast(task);
                Assign();
            }
            else
            {
                // Who had it when the server died may still be at it. One that is back without it was never sent it, nor will be by coming back.
                var process = _processes.Expect(record.Process, Expire);
                Give(process, task);
                process.Send(task);
            }

            Watch();
            return task;
        }
    }

    private async ValueTask LeaveAsync(RemoteTask task)
    {
        lock (_gate)
        {
            task.Waiters--;
            if (task.Waiters > 0 || task.Ended.IsCompleted)
                return;
            // Nobody wants it any more, unless everything stops: then the agent is out of reach, and goes on for whoever takes up the run.
            if (task.Process is null)
                _waiting.Remove(task);
            else if (task.Process.Link is { } link)
                link.Cancel(task.Id);
            else
                return;
            task.Process?.Tasks.Remove(task.Id);
            _tasks.Remove(task.Key);
            Assign();
        }

        await shelf.RemoveAsync(task.Key);
    }

    private AgentSession Connect(AgentRegistration registration, IAgentLink link, TextFeed texts, List<(string Key, int Round)> recalled)
    {
        var limits = options();
        if (!_processes.Knows(registration.Process) && _processes.Count >= limits.MostProcesses)
            throw ConnectionFaults.TooManyProcesses(agent, _processes.Count);
        var process = _processes.Expect(registration.Process, Expire);
        process.Link?.Close("The same process has connected again.");
        (process.Link, process.IsReady, process.IsDraining) = (link, false, false);
        process.Places = Math.Min(registration.Places, limits.MostTasks);
        process.Lease!.Change(limits.Lease, Timeout.InfiniteTimeSpan);
        foreach (var (key, round) in recalled.Where(r => !_tasks.ContainsKey(r.Key)))
        {
            var task = new RemoteTask(key) { Round = round, IsRecorded = true };
            _tasks.Add(key, task);
            Give(process, task);
        }

        foreach (var forgotten in process.Forget(registration.Tasks))
            _tasks.Remove(forgotten.Key);

        Watch();
        return new AgentSession(this, process, link, texts)
        {
            Kept = [.. process.Tasks.Values.Where(t => registration.Tasks.Contains(t.Id)).Select(static t => new KeptTask(t.Id, t.Seq))],
            Dropped = [.. registration.Tasks.Where(id => !process.Tasks.ContainsKey(id))],
        };
    }

    private static void Give(AgentProcess process, RemoteTask task)
    {
        task.Process = process;
        process.Tasks[task.Id] = task;
    }

    private void Assign()
    {
        while (_waiting.First is { } first && _processes.WithPlace() is { } process)
        {
            _waiting.RemoveFirst();
            var task = first.Value;
            task.Round++;
            (task.Seq, task.IsRecorded) = (0, false);
            Give(process, task);
            _ = HandOutAsync(process, task, task.Round);
        }

        Watch();
    }

    private async Task HandOutAsync(AgentProcess process, RemoteTask task, int round)
    {
        try
        {
            await shelf.PutAsync(task.Key, new TaskRecord(round, process.Id));
        }
#pragma warning disable CA1031 // Whatever the store says, the attempt fails with it, and nobody else hears of it.
        catch (Exception fault)
        {
            lock (_gate)
            {
                process.Tasks.Remove($"{task.Key}-{round}");
                _tasks.Remove(task.Key);
            }

            task.Fail(fault);
            return;
        }
#pragma warning restore CA1031

        lock (_gate)
        {
            if (task.Process != process || task.Round != round)
                return;
            task.IsRecorded = true;
            process.Send(task);
        }
    }

    /// <summary>The lease of a process has ended: what it had is handed out again.</summary>
    private void Expire(AgentProcess process)
    {
        lock (_gate)
        {
            if (!_processes.Has(process))
                return;
            process.Link?.Close($"Nothing came for {options().Lease.TotalSeconds:0.###} s. Send heartbeats.");
            _processes.Remove(process);
            foreach (var task in process.Tasks.Values)
                HandBack(task);
            process.Tasks.Clear();
            Assign();
        }
    }

    /// <summary>An answer could not be stored: it is said again, or the task is done again.</summary>
    private void TakeBack(AgentProcess process, RemoteTask task)
    {
        if (_processes.Has(process))
            Give(process, task);
        else
            HandBack(task);
        Assign();
    }

    private void HandBack(RemoteTask task)
    {
        if (task.MayBeDoneAgain())
        {
            _waiting.AddFirst(task);
            return;
        }

        _tasks.Remove(task.Key);
        if (task.Waiters > 0)
            task.Fail(ConnectionFaults.Lost(agent, task));
    }

    /// <summary>Tasks wait for a process only so long as one may come.</summary>
    private void Watch()
    {
        if (_waiting.Count > 0 && !_processes.All.Any(static p => p.IsExpected))
            _patience.Begin(options().Patience, GiveUp);
        else
            _patience.End();
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            // Somebody came in this moment.
            if (!_patience.End())
                return;
            foreach (var task in _waiting)
            {
                _tasks.Remove(task.Key);
                task.Fail(ConnectionFaults.NobodyThere(agent, options()));
            }

            _waiting.Clear();
        }
    }
}
