namespace Axle.Agents.Connections;

/// <summary>What goes wrong with agents that connect, in words.</summary>
internal static class ConnectionFaults
{
    /// <summary>A task was lost in the middle, and is not handed out again.</summary>
    public static AxleException Lost(string agent, RemoteTask task) => task.Call!.Action.World
        ? new AxleException(
            ErrorKind.Failed,
            $"Agent '{agent}' was lost in the middle of '{task.Call.Action.Name}', which changes the outside world: how far it came is not known, so it is not done again by itself. "
            + "Look what it did, then redrive the run or go on without it.")
        : new AxleException(
            ErrorKind.Network,
            $"Agent '{agent}' was lost {task.Losses} times in the middle of '{task.Call.Action.Name}'. Look into the log of its processes: the task may be what ends them.");

    /// <summary>A task has waited long enough.</summary>
    public static AxleException NobodyThere(string agent, ConnectionOptions options) => new(new AxleError(
        ErrorKind.Overloaded,
        $"Agent '{agent}' is registered, and no process of it has been connected to this server for {options.Patience.TotalSeconds:0.###} s. "
        + (options.IsListening
            ? "Start one: it serves this step when it is tried again. 'retry' of the step says how often that is."
            : "This process makes steps and does not listen, so none can be: have the step made by 'ax serve --role api,engine,worker', to which the agent connects."),
        options.Patience));

    /// <summary>A task finds a long line.</summary>
    public static AxleException TooManyWait(string agent, int waiting, ConnectionOptions options) => new(new AxleError(
        ErrorKind.Overloaded,
        $"{waiting} tasks wait for agent '{agent}' already. Start more processes of it, or raise 'server: agents: mostWaiting' in axle.yaml.",
        options.Lease));

    /// <summary>A process more than there may be.</summary>
    public static AxleException TooManyProcesses(string agent, int processes) => new(
        ErrorKind.Overloaded, $"{processes} processes serve agent '{agent}' already. Stop one, or raise 'server: agents: mostProcesses' in axle.yaml.");
}
