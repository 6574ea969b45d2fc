namespace Axle.Agents.Connections;

/// <summary>The way to one process of an agent that is connected. Calls come from many threads; none waits for the other side.</summary>
public interface IAgentLink
{
    /// <summary>Hands a task out.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="work">What is to be done, as JSON (see <see cref="Kinds.AgentWire"/>).</param>
    void HandOut(string task, ReadOnlyMemory<byte> work);

    /// <summary>Takes a task back: its result is not wanted any more.</summary>
    void Cancel(string task);

    /// <summary>Ends the connection.</summary>
    /// <param name="why">One sentence.</param>
    void Close(string why);
}
