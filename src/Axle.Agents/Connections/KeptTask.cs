namespace Axle.Agents.Connections;

/// <summary>A task that an agent which came back goes on with.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Seq">Number of the last message about it that arrived.</param>
public readonly record struct KeptTask(string Task, long Seq);
