using Microsoft.AspNetCore.Builder;

namespace Axle.Server.Identity.Auditing;

/// <summary>Says of an endpoint that it only looks, although its method may change something: it is not written into the audit log.</summary>
internal sealed record ChangesNothing
{
    /// <summary>Says it.</summary>
    public static ChangesNothing Always { get; } = new();
}

/// <summary>How endpoints say that they only look.</summary>
internal static class ChangesNothingExtensions
{
    /// <summary>The endpoint only looks: its requests are not written into the audit log.</summary>
    public static T OnlyLooks<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(ChangesNothing.Always);
}
