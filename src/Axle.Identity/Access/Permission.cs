namespace Axle.Identity.Access;

/// <summary>
/// Something that somebody may do. Every endpoint and every live stream names one. Names are stored with keys: the list may grow, never change.
/// </summary>
public enum Permission
{
    /// <summary>Nothing; kept at 0 so that a forgotten permission lets nobody in.</summary>
    None = 0,

    /// <summary>One's own account: who one is, one's sessions, password and second factor. Everybody who is signed in has it.</summary>
    Account,

    /// <summary>See runs, their steps, events, inputs and outputs, approvals that wait, dead letters, schedules and circuits.</summary>
    RunsRead,

    /// <summary>Start runs, fork and redrive them, send them signals, trigger schedules.</summary>
    RunsStart,

    /// <summary>Pause, resume, cancel, roll back, promote, discard and remove runs; pause schedules; reset circuits; discard dead letters.</summary>
    RunsControl,

    /// <summary>Answer what waits for a person.</summary>
    ApprovalsDecide,

    /// <summary>See workflows, their graphs and versions.</summary>
    WorkflowsRead,

    /// <summary>Save workflows.</summary>
    WorkflowsEdit,

    /// <summary>See agents and tools, their load and success.</summary>
    AgentsRead,

    /// <summary>Talk with agents.</summary>
    AgentsUse,

    /// <summary>Offer an agent of one's own over a connection, and be given its tasks.</summary>
    AgentsServe,

    /// <summary>Ask models through the gateway.</summary>
    ModelsUse,

    /// <summary>See the health and limits of providers of models.</summary>
    ProvidersRead,

    /// <summary>See what was spent, and budgets.</summary>
    CostsRead,

    /// <summary>Raise budgets.</summary>
    BudgetsChange,

    /// <summary>See personal data that is masked for others, and export or erase a person's data.</summary>
    PersonalDataRead,

    /// <summary>Make and revoke API keys of one's own; together with <see cref="UsersManage"/>, those of everybody in the tenant.</summary>
    KeysManage,

    /// <summary>Add people to the tenant, change their roles, end their sessions.</summary>
    UsersManage,

    /// <summary>Read the audit log of the tenant.</summary>
    AuditRead,

    /// <summary>Make and remove tenants. Of the whole server: only its owner has it.</summary>
    TenantsManage,

    /// <summary>See how loaded the server is, how large its pools should be, and its metrics. Of the whole server: only its owner has it.</summary>
    LoadRead,

    /// <summary>Change settings of the server, and read the audit log of all tenants. Of the whole server: only its owner has it.</summary>
    SystemManage,
}
