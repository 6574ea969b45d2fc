namespace Axle.Agents.Definition;

/// <summary>Who wrote an agent: decides how far it is trusted.</summary>
public enum AgentOrigin
{
    /// <summary>It ships with Axle, or the host's own code brings it.</summary>
    Host = 0,

    /// <summary>The user, in <c>~/.axle/agents</c>.</summary>
    User,

    /// <summary>Whoever wrote the files of the workspace, in <c>.axle/agents</c>.</summary>
    Workspace,

    /// <summary>Somebody who may offer agents of their own, over a connection.</summary>
    Connected,
}
