namespace Axle;

/// <summary>
/// Whom a piece of work is done for. Costs, budgets, rate limits and cached answers are kept apart by these names; a name that is not known is
/// null, and what is counted by it is not counted then.
/// </summary>
public sealed record Scope
{
    /// <summary>The tenant that owns what names none: work that was done without a server, and before there were tenants.</summary>
    public const string DefaultTenant = "default";

    /// <summary>Nobody in particular.</summary>
    public static Scope None { get; } = new();

    /// <summary>The organisation or team; two tenants never see each other's answers.</summary>
    public string? Tenant { get; init; }

    /// <summary>The person, or the program that stands for one.</summary>
    public string? User { get; init; }

    /// <summary>The conversation.</summary>
    public string? Session { get; init; }

    /// <summary>The run of a workflow.</summary>
    public string? Run { get; init; }

    /// <summary>The step's address within the run.</summary>
    public string? Step { get; init; }

    /// <summary>The agent that does the work.</summary>
    public string? Agent { get; init; }
}
