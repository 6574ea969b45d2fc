namespace Axle.Identity.Access;

/// <summary>What somebody is in a tenant. Each role may do what those before it may, and more: <see cref="RolePermissions"/>.</summary>
public enum Role
{
    /// <summary>No role; kept at 0 so that a forgotten role allows nothing.</summary>
    None = 0,

    /// <summary>Sees.</summary>
    Viewer,

    /// <summary>Runs workflows and answers what waits.</summary>
    Operator,

    /// <summary>Changes workflows, brings agents, makes keys.</summary>
    Developer,

    /// <summary>Decides about people, budgets and what is private in the tenant.</summary>
    Admin,
}
