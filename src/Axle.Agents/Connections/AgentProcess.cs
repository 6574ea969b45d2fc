using Axle.Agents.Kinds;

namespace Axle.Agents.Connections;

/// <summary>One process that serves an agent. Guarded by the lock of its pool.</summary>
internal sealed class AgentProcess(string id)
{
    public string Id { get; } = id;

    /// <summary>The way to it; null while it is cut off, and expected back until its lease ends.</summary>
    public IAgentLink? Link { get; set; }

    /// <summary>Whether the agent was told that it is registered, so that it can be given tasks.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether it ends what it has, and takes nothing new.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Tasks that it does at once.</summary>
    public int Places { get; set; }

    /// <summary>What it has in hand, by id.</summary>
    public Dictionary<string, RemoteTask> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>Fires when the lease ends: every message renews it.</summary>
    public ITimer? Lease { get; set; }

    public int FreePlaces => Link is not null && IsReady && !IsDraining ? Places - Tasks.Count : 0;

    /// <summary>Sends it a task that it was given. One that is cut off is sent it when it is back; one that has it ignores it.</summary>
    public void Send(RemoteTask task)
    {
        if (Link is { } link && IsReady && task.Call is { } call)
            link.HandOut(task.Id, AgentWire.Write(call));
    }

    /// <summary>Takes from it what neither it nor this process can do: tasks of before a restart that it does not have any more.</summary>
    /// <param name="claimed">The tasks that it says it has.</param>
    public IReadOnlyList<RemoteTask> Forget(IReadOnlyCollection<string> claimed)
    {
        RemoteTask[] forgotten = [.. Tasks.Values.Where(t => t.Call is null && !claimed.Contains(t.Id))];
        Array.ForEach(forgotten, t => Tasks.Remove(t.Id));
        return forgotten;
    }

    /// <summary>Whether something that waits may yet be done by it.</summary>
    public bool IsExpected => !IsDraining;
}
