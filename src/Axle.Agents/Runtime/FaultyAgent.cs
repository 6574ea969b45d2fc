namespace Axle.Agents.Runtime;

/// <summary>The agent whose attempt failed: carried by its exception, for a step that leaves the agent to the routing does not name it.</summary>
internal static class FaultyAgent
{
    private const string Key = "axle.agent";

    /// <summary>Says whose it was.</summary>
    public static void Note(Exception fault, string agent) => fault.Data[Key] = agent;

    /// <summary>Whose it was; null when nobody said.</summary>
    public static string? Of(Exception fault) => fault.Data[Key] as string;
}
