namespace Axle.Chaos.Load;

/// <summary>A run whose start was acknowledged.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The key it was asked for with.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Door">Through which door it was started: <c>api</c> or <c>store</c>.</param>
internal sealed record AcceptedRun(string Id, string Key, string Workflow, string Door);
