using Axle.Identity.Access;

namespace Axle.Server.Identity.Access;

/// <summary>Guards what all tenants of a server share: the files of its project, its schedules, its circuit breakers.</summary>
internal static class SharedByTenants
{
    /// <summary>Lets those change it who work in the default tenant, which is that of the project, and owners.</summary>
    /// <param name="who">Who wants to.</param>
    /// <param name="what">What, for the message.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>.</exception>
    public static void RequireChange(Principal who, string what)
    {
        if (!who.IsOwner && who.Tenant != Scope.DefaultTenant)
            throw new AxleException(ErrorKind.Refused, $"All tenants of this server share {what}. Somebody of the tenant '{Scope.DefaultTenant}', or an owner, can change that.");
    }
}
