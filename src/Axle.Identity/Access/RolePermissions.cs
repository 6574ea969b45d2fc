using System.Collections.Frozen;

namespace Axle.Identity.Access;

/// <summary>The table of roles: what each may do.</summary>
public static class RolePermissions
{
    private static readonly Permission[] Account = [Permission.Account];

    private static readonly Permission[] Viewer =
    [
        .. Account, Permission.RunsRead, Permission.WorkflowsRead, Permission.AgentsRead, Permission.ProvidersRead, Permission.CostsRead,
    ];

    private static readonly Permission[] Operator =
    [
        .. Viewer, Permission.RunsStart, Permission.RunsControl, Permission.ApprovalsDecide, Permission.AgentsUse, Permission.ModelsUse,
    ];

    private static readonly Permission[] Developer = [.. Operator, Permission.WorkflowsEdit, Permission.AgentsServe, Permission.KeysManage];

    private static readonly Permission[] Admin =
    [
        .. Developer, Permission.BudgetsChange, Permission.PersonalDataRead, Permission.UsersManage, Permission.AuditRead,
    ];

    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> Table = new Dictionary<Role, Permission[]>
    {
        [Role.None] = Account,
        [Role.Viewer] = Viewer,
        [Role.Operator] = Operator,
        [Role.Developer] = Developer,
        [Role.Admin] = Admin,
    }.ToFrozenDictionary(static row => row.Key, static row => row.Value.ToFrozenSet());

    /// <summary>What the owner of the server may do, in every tenant: everything.</summary>
    public static FrozenSet<Permission> Owner { get; } = [.. Admin, Permission.TenantsManage, Permission.LoadRead, Permission.SystemManage];

    /// <summary>What a role may do in its tenant.</summary>
    public static FrozenSet<Permission> Of(Role role) => Table[role];
}
