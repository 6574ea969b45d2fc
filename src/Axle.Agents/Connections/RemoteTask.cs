using System.Text.Json;
using Axle.Agents.Kinds;

namespace Axle.Agents.Connections;

/// <summary>One task of a connected agent. Everything but <see cref="Ended"/> is guarded by the lock of its pool.</summary>
internal sealed class RemoteTask(string key)
{
    private const int MostLosses = 3;
    private readonly TaskCompletionSource<JsonElement> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The attempt that it is for: the same again when that attempt is made anew after a crash.</summary>
    public string Key { get; } = key;

    /// <summary>How often it was handed out.</summary>
    public int Round { get; set; }

    /// <summary>Its id for agents: who has one of an earlier round has none any more.</summary>
    public string Id => $"{Key}-{Round}";

    /// <summary>What is to be done; null as long as only the agent remembers it, because this process was started anew.</summary>
    public AgentCall? Call { get; set; }

    /// <summary>Attempts that wait for its end in this process.</summary>
    public int Waiters { get; set; }

    /// <summary>Who has it; null while it waits for a place.</summary>
    public AgentProcess? Process { get; set; }

    /// <summary>Whether the store says who has it: only then may the agent hear of it.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>Number of the last message about it that came.</summary>
    public long Seq { get; set; }

    /// <summary>Times that it was lost in the middle.</summary>
    public int Losses { get; set; }

    /// <summary>Ends with the answer, or with why there is none.</summary>
    public Task<JsonElement> Ended => _ended.Task;

    /// <summary>It was lost in the middle: whether it is handed out again. One that takes every process with it is not handed out for ever.</summary>
    public bool MayBeDoneAgain()
    {
        Process = null;
        return ++Losses < MostLosses && Waiters > 0 && !Call!.Action.World;
    }

    public void End(JsonElement answer) => _ended.TrySetResult(answer);

    public void Fail(Exception fault)
    {
        _ended.TrySetException(fault);
        // Nobody may wait for it just now.
        _ = _ended.Task.Exception;
    }

    /// <summary>Splits a task's id.</summary>
    public static bool TryParse(string id, out string key, out int round)
    {
        var dash = id.LastIndexOf('-');
        (key, round) = (dash > 0 ? id[..dash] : "", 0);
        return dash > 0 && int.TryParse(id.AsSpan(dash + 1), System.Globalization.CultureInfo.InvariantCulture, out round);
    }
}
