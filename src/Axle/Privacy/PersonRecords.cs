using System.Collections.Immutable;
using Axle.Identity.Users;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Privacy;

/// <summary>What is stored about a person in a tenant.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Person">Who.</param>
/// <param name="Runs">Runs that they started, conversations too, and runs that speak of them.</param>
/// <param name="Values">Notes of agents and cached results that speak of them, or belong to their runs.</param>
/// <param name="Calls">Calls to models that were made for them, in the ledger; it has no texts.</param>
/// <param name="AuditEntries">Entries of the audit log that name their id.</param>
/// <param name="Unread">Runs and archives that could not be read: damaged, or erased.</param>
public sealed record PersonRecords(
    string Tenant, Person Person, ImmutableArray<PersonRun> Runs, ImmutableArray<PersonValue> Values, int Calls, int AuditEntries, int Unread)
{
    /// <summary>Archives of runs that they started, and of runs that speak of them.</summary>
    public ImmutableArray<PersonArchive> Archives { get; init; } = [];

    /// <summary>Their account; null when they have none.</summary>
    public User? Account => Person.Account;

    /// <summary>Whether nothing is stored about them that is theirs: what says an id only does not count.</summary>
    public bool IsEmpty => Runs.IsEmpty && Archives.IsEmpty && Values.IsEmpty && Calls == 0 && Account is null;
}

/// <summary>A run that has to do with a person.</summary>
/// <param name="Row">The run.</param>
/// <param name="IsOwn">Whether they started it; else it speaks of them.</param>
/// <param name="Events">Sequence numbers of the events that speak of them.</param>
public sealed record PersonRun(RunRow Row, bool IsOwn, ImmutableArray<long> Events)
{
    /// <summary>Whether it has ended: one that goes on cannot be erased.</summary>
    public bool HasEnded => Row.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}

/// <summary>An archive of a run that has to do with a person.</summary>
/// <param name="Name">Name of the file in the folder of archives.</param>
/// <param name="IsOwn">Whether they started the run; else it speaks of them.</param>
/// <param name="Events">Sequence numbers of the events that speak of them.</param>
public sealed record PersonArchive(string Name, bool IsOwn, ImmutableArray<long> Events);

/// <summary>A value beside runs that has to do with a person.</summary>
/// <param name="Space">Where it lies.</param>
/// <param name="Key">Its name there.</param>
public sealed record PersonValue(string Space, string Key);

/// <summary>What became of a person's data.</summary>
/// <param name="Found">What there was.</param>
/// <param name="IsDryRun">Whether nothing was done.</param>
/// <param name="Erased">Ids of runs, and names of archives, that were erased, or would be.</param>
/// <param name="Kept">Runs and archives that are still there, with the reason.</param>
/// <param name="Values">Notes and cached results that were erased, or would be.</param>
/// <param name="Calls">Calls in the ledger that name somebody unknown now; what they cost stays.</param>
/// <param name="Account">What became of the account: <c>erased</c>, <c>left the tenant</c>, <c>kept</c>, <c>none</c>.</param>
/// <param name="AuditEntries">Entries of the audit log that keep the id, which says nothing about anybody when the account is gone.</param>
/// <param name="Remaining">
/// What a second search found after the erasure: runs and values that are not among <paramref name="Kept"/>. 0 proves that all of it is gone when
/// <paramref name="Unread"/> is 0, too; null for a dry run.
/// </param>
/// <param name="Unread">Runs and archives that could not be read, so that nobody knows whether they speak of the person: damaged, or erased.</param>
public sealed record PersonErasureReport(
    PersonRecords Found, bool IsDryRun, ImmutableArray<string> Erased, ImmutableArray<KeptRun> Kept, int Values, int Calls, string Account, int AuditEntries,
    int? Remaining, int Unread);

/// <summary>A run, or an archive of one, that was not erased.</summary>
/// <param name="Run">Its id, or the name of the archive.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record KeptRun(string Run, string Reason);
