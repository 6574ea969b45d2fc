namespace Axle.Agents.Connections;

/// <summary>How an agent that connects stands.</summary>
/// <param name="Processes">Processes that are connected.</param>
/// <param name="IsDraining">Whether all of them take nothing new.</param>
/// <param name="Working">Tasks in hand.</param>
/// <param name="Waiting">Tasks that wait for a place.</param>
/// <param name="Places">Tasks that may be in hand at once.</param>
public readonly record struct PoolStanding(int Processes, bool IsDraining, int Working, int Waiting, int Places);
