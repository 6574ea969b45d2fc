using Axle.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Axle.Server.Identity.Access;

/// <summary>
/// What an endpoint says about who may use it. One that says nothing is answered to nobody, and a test names it.
/// </summary>
/// <param name="Permission">What the caller must be allowed to do; null lets anyone in, signed in or not.</param>
public sealed record AccessRule(Permission? Permission);

/// <summary>How endpoints say who may use them.</summary>
public static class EndpointAccess
{
    /// <summary>Bytes of the largest body that somebody unknown may send: 64 KiB.</summary>
    public const int LargestOfStrangers = 64 * 1024;

    /// <summary>Only callers with the permission, in the tenant that the request works in, are let in.</summary>
    /// <param name="endpoint">An endpoint, or a group of them; what an endpoint says itself goes before its group.</param>
    /// <param name="permission">The permission.</param>
    public static T RequirePermission<T>(this T endpoint, Permission permission)
        where T : IEndpointConventionBuilder
    {
        if (permission == Permission.None)
            throw new ArgumentException("Name what the caller must be allowed to do; AllowAnyone() lets everybody in.", nameof(permission));
        return endpoint.WithMetadata(new AccessRule(permission));
    }

    /// <summary>Everybody is let in, signed in or not: for what tells nothing and changes nothing, such as health and signing in.</summary>
    /// <remarks>Bodies have <see cref="LargestOfStrangers"/> at most.</remarks>
    public static T AllowAnyone<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.LetInByItself().WithMetadata(new LargestBody(LargestOfStrangers));

    /// <summary>The endpoint lets callers in by itself, with keys of its own.</summary>
    public static T LetInByItself<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AccessRule(Permission: null));

    /// <summary>What an endpoint says about who may use it; null when it says nothing.</summary>
    public static AccessRule? RuleOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<AccessRule>();

    /// <summary>Who asks. There for endpoints that require a permission, and for others when somebody is signed in.</summary>
    /// <exception cref="InvalidOperationException">The endpoint lets anyone in, and nobody is signed in.</exception>
    public static Principal Principal(this HttpContext http) =>
        http.PrincipalOrNull() ?? throw new InvalidOperationException("Nobody is signed in: the endpoint has to require a permission.");

    /// <summary>Who asks; null when nobody is signed in.</summary>
    public static Principal? PrincipalOrNull(this HttpContext http) => http?.Features.Get<Principal>();

    // Routing keeps to it before the body is read.
    private sealed record LargestBody(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
