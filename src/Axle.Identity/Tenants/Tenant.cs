using System.Text.RegularExpressions;
using Axle.Identity.Access;

namespace Axle.Identity.Tenants;

/// <summary>An organisation or team whose runs, costs, agents and people are apart from others'.</summary>
/// <param name="Id">Its id: small letters, digits and dashes. What runs and costs know it by.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed partial record Tenant(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>Refuses what is no id of a tenant.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static string CheckId(string? id) => Form().IsMatch(id ?? "")
        ? id!
        : throw new AxleException(ErrorKind.Validation, "The id of a tenant has 2 to 48 small letters, digits or dashes, and begins with a letter.");

    [GeneratedRegex("^[a-z][a-z0-9-]{1,47}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}

/// <summary>What somebody is in a tenant.</summary>
/// <param name="Tenant">Id of the tenant.</param>
/// <param name="User">Id of the user.</param>
/// <param name="Role">The role.</param>
public sealed record Member(string Tenant, string User, Role Role);
