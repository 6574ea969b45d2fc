namespace Axle.Agents.Definition;

/// <summary>Who offers an agent that lives in another process and connects to this one.</summary>
/// <param name="Tenant">The tenant whose runs it serves, and no other's.</param>
/// <param name="Owner">The user who offers it: nobody else may offer one of the same id in the tenant.</param>
/// <param name="Version">The version that it says it has; empty when it says none.</param>
public sealed record AgentConnection(string Tenant, string Owner, string Version);
