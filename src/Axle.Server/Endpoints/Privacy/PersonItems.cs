using Axle.Privacy;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Privacy;

/// <summary>Whose data is meant.</summary>
/// <param name="Person">A user's id or name, an e-mail address, or another text that is the person's alone; 3 to 254 characters.</param>
public sealed record PersonRequest(string? Person);

/// <summary>Whose data is to be erased.</summary>
/// <param name="Person">A user's id or name, an e-mail address, or another text that is the person's alone; 3 to 254 characters.</param>
/// <param name="Mentions">Whether runs of others that speak of them are erased, too.</param>
/// <param name="DryRun">Whether it is only told what would be erased.</param>
public sealed record PersonErasureRequest(string? Person, bool Mentions = false, bool DryRun = false);

/// <summary>What is stored about a person.</summary>
/// <param name="Account">Id of their account; null when they have none in the tenant.</param>
/// <param name="Runs">Runs that they started, and runs that speak of them.</param>
/// <param name="Notes">Notes of agents and cached results that speak of them, or belong to their runs.</param>
/// <param name="Calls">Calls to models in the ledger.</param>
/// <param name="AuditEntries">Entries of the audit log with their id.</param>
/// <param name="Unread">Runs and archives that could not be read.</param>
/// <param name="Archives">Archives of runs that they started, and of runs that speak of them.</param>
public sealed record PersonItem(
    string? Account, IReadOnlyList<PersonRunItem> Runs, int Notes, int Calls, int AuditEntries, int Unread, IReadOnlyList<PersonArchiveItem> Archives)
{
    internal static PersonItem Of(PersonRecords found) => new(
        found.Account?.Id, [.. found.Runs.Select(PersonRunItem.Of)], found.Values.Length, found.Calls, found.AuditEntries, found.Unread,
        [.. found.Archives.Select(static a => new PersonArchiveItem(a.Name, a.IsOwn))]);
}

/// <summary>An archive of a run that has to do with a person.</summary>
/// <param name="Name">Name of the file in the folder of archives.</param>
/// <param name="IsOwn">Whether they started the run; else it speaks of them.</param>
public sealed record PersonArchiveItem(string Name, bool IsOwn);

/// <summary>A run that has to do with a person.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Status">Its status.</param>
/// <param name="IsOwn">Whether they started it; else it speaks of them.</param>
/// <param name="Events">Sequence numbers of the events that speak of them.</param>
public sealed record PersonRunItem(string Id, string Workflow, RunStatus Status, bool IsOwn, IReadOnlyList<long> Events)
{
    internal static PersonRunItem Of(PersonRun run) => new(run.Row.Run.Value, run.Row.Workflow, run.Row.Status, run.IsOwn, run.Events);
}

/// <summary>What became of a person's data.</summary>
/// <param name="DryRun">Whether nothing was done.</param>
/// <param name="Erased">Ids of runs, and names of archives, that were erased, or would be.</param>
/// <param name="Kept">Runs and archives that are still there, with the reason.</param>
/// <param name="Notes">Notes and cached results that were erased, or would be.</param>
/// <param name="Calls">Calls in the ledger that name somebody unknown now; what they cost stays.</param>
/// <param name="Account"><c>erased</c>, <c>left the tenant</c>, <c>kept</c> or <c>none</c>.</param>
/// <param name="AuditEntries">Entries of the audit log that keep the id.</param>
/// <param name="Remaining">What a second search found that is not among those kept; null for a dry run.</param>
/// <param name="Unread">Runs and archives that could not be read, which may speak of the person; nothing remains for sure only when it is 0.</param>
public sealed record PersonErasureItem(
    bool DryRun, IReadOnlyList<string> Erased, IReadOnlyList<KeptRun> Kept, int Notes, int Calls, string Account, int AuditEntries, int? Remaining,
    int Unread)
{
    internal static PersonErasureItem Of(PersonErasureReport r) =>
        new(r.IsDryRun, r.Erased, r.Kept, r.Values, r.Calls, r.Account, r.AuditEntries, r.Remaining, r.Unread);
}
