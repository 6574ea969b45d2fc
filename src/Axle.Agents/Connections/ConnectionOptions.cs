namespace Axle.Agents.Connections;

/// <summary>How agents that connect are dealt with, and how much they may take up.</summary>
public sealed record ConnectionOptions
{
    /// <summary>How often an agent is to say that it is there, above zero and shorter than <see cref="Lease"/>. Default: 10 seconds.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a process of an agent keeps its tasks after it was last heard of: it may come back within this time, and after it they are handed
    /// out again. 1 second to 1 hour. Default: 30 seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a task waits for a process of its agent to connect before its attempt fails, to be tried again. Default: 30 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Agents that one tenant may have registered, 1 to 100,000. Default: 1,000.</summary>
    public int MostAgents { get; init; } = 1_000;

    /// <summary>Processes that may serve one agent, 1 to 10,000. Default: 100.</summary>
    public int MostProcesses { get; init; } = 100;

    /// <summary>Tasks that one process may have at once, whatever it asks for, 1 to 10,000. Default: 100.</summary>
    public int MostTasks { get; init; } = 100;

    /// <summary>Tasks that may wait for one agent, 0 to 100,000; more fail, to be tried again. Default: 1,000.</summary>
    public int MostWaiting { get; init; } = 1_000;

    /// <summary>Bytes of the largest message that an agent may send, results among them, 1 KiB to 16 MiB. Default: 4 MiB.</summary>
    public int LargestMessage { get; init; } = Kinds.AgentWire.MostBytes;

    /// <summary>Whether agents can connect to this process at all. Default: false; the server that listens says true.</summary>
    public bool IsListening { get; init; }

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public void Validate()
    {
        if (Lease < TimeSpan.FromSeconds(1) || Lease > TimeSpan.FromHours(1))
            throw Fault("lease", "must be 1 s to 1 h");
        if (Heartbeat <= TimeSpan.Zero || Heartbeat >= Lease)
            throw Fault("heartbeat", $"must be above zero and shorter than the lease, {Lease.TotalSeconds:0.###} s");
        if (Patience < TimeSpan.Zero || Patience > TimeSpan.FromHours(1))
            throw Fault("patience", "must be 0 s to 1 h");
        Check("mostAgents", MostAgents, 1, 100_000);
        Check("mostProcesses", MostProcesses, 1, 10_000);
        Check("mostTasks", MostTasks, 1, 10_000);
        Check("mostWaiting", MostWaiting, 0, 100_000);
        Check("largestMessage", LargestMessage, 1024, 16 << 20);
    }

    private static void Check(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            throw Fault(name, $"is {value} and must be {least} to {most}");
    }

    private static AxleException Fault(string name, string what) => new(ErrorKind.Validation, $"server.agents.{name} {what}.");
}
