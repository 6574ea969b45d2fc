namespace Axle.Workflows.Ports;

/// <summary>Spaces of an <see cref="IValueStore"/> that belong to one tenant: <c>cache@acme</c>. What lies there is encrypted with the tenant's key.</summary>
public static class TenantSpace
{
    private const char Mark = '@';

    /// <summary>The space of a tenant; of the default one for null.</summary>
    public static string Of(string space, string? tenant) => $"{space}{Mark}{tenant ?? Scope.DefaultTenant}";

    /// <summary>The tenant that a space belongs to; null when it belongs to none.</summary>
    public static string? TenantOf(string space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.LastIndexOf(Mark) is >= 0 and var at ? space[(at + 1)..] : null;
    }
}
