using Axle.Models.Ledger;

namespace Axle.Server.Endpoints.Models;

/// <summary>What sums of costs are made by.</summary>
public enum CostGroup
{
    /// <summary>Nothing: one sum of all.</summary>
    All = LedgerGroup.All,

    /// <summary>The provider.</summary>
    Provider = LedgerGroup.Provider,

    /// <summary>The model.</summary>
    Model = LedgerGroup.Model,

    /// <summary>The tenant.</summary>
    Tenant = LedgerGroup.Tenant,

    /// <summary>The user, by id.</summary>
    User = LedgerGroup.User,

    /// <summary>The session.</summary>
    Session = LedgerGroup.Session,

    /// <summary>The run.</summary>
    Run = LedgerGroup.Run,

    /// <summary>The step.</summary>
    Step = LedgerGroup.Step,

    /// <summary>The agent.</summary>
    Agent = LedgerGroup.Agent,

    /// <summary>The day, in UTC.</summary>
    Day = LedgerGroup.Day,

    /// <summary>The workflow of the run; runs that were removed since count as calls without one.</summary>
    Workflow,
}
