using System.Collections.Immutable;
using Axle.Privacy;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax privacy find</c> and <c>export</c>.</summary>
/// <param name="Account">Id of their account; missing when they have none in the tenant.</param>
/// <param name="Runs">Runs that they started, and runs that speak of them.</param>
/// <param name="Notes">Notes of agents and cached results.</param>
/// <param name="Calls">Calls to models in the ledger.</param>
/// <param name="AuditEntries">Entries of the audit log with their id.</param>
/// <param name="Unread">Runs and archives that could not be read.</param>
/// <param name="Archives">Archives of runs that they started, and of runs that speak of them.</param>
internal sealed record PersonDocument(
    string? Account, ImmutableArray<PersonRunPart> Runs, ImmutableArray<PersonNotePart> Notes, int Calls, int AuditEntries, int Unread,
    ImmutableArray<PersonArchivePart> Archives)
{
    public static PersonDocument Of(PersonRecords found) => new(
        found.Account?.Id, [.. found.Runs.Select(PersonRunPart.Of)], [.. found.Values.Select(static v => new PersonNotePart(v.Space, v.Key))],
        found.Calls, found.AuditEntries, found.Unread,
        [.. found.Archives.Select(static a => new PersonArchivePart(a.Name, a.IsOwn ? "started" : "mentioned"))]);
}

/// <summary>A run that has to do with a person.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Status">Its status.</param>
/// <param name="Because"><c>started</c>: it is theirs; <c>mentioned</c>: it speaks of them.</param>
/// <param name="Events">How many of its events speak of them.</param>
internal sealed record PersonRunPart(string Run, string Workflow, string Status, string Because, int Events)
{
    public static PersonRunPart Of(PersonRun run) => new(
        run.Row.Run.Value, run.Row.Workflow, Words.Name(run.Row.Status), run.IsOwn ? "started" : "mentioned", run.Events.Length);
}

/// <summary>An archive of a run that has to do with a person.</summary>
/// <param name="Name">Name of the file in the folder of archives.</param>
/// <param name="Because"><c>started</c>: the run is theirs; <c>mentioned</c>: it speaks of them.</param>
internal sealed record PersonArchivePart(string Name, string Because);

/// <summary>A note or cached result.</summary>
/// <param name="Space">Where it lies.</param>
/// <param name="Name">Its name there.</param>
internal sealed record PersonNotePart(string Space, string Name);

/// <summary>The answer of <c>ax privacy erase</c>.</summary>
/// <param name="DryRun">Whether nothing was done.</param>
/// <param name="Erased">Runs and archives that were erased, or would be.</param>
/// <param name="Kept">Runs and archives that are still there, with the reason.</param>
/// <param name="Notes">Notes and cached results that were erased, or would be.</param>
/// <param name="Calls">Calls in the ledger that name somebody unknown now.</param>
/// <param name="Account"><c>erased</c>, <c>left the tenant</c>, <c>kept</c> or <c>none</c>.</param>
/// <param name="AuditEntries">Entries of the audit log that keep the id.</param>
/// <param name="Remaining">What a second search found that is not among those kept; missing for a dry run.</param>
/// <param name="Unread">Runs and archives that could not be read, which may speak of the person.</param>
internal sealed record PersonErasureDocument(
    bool DryRun, ImmutableArray<string> Erased, ImmutableArray<KeptRun> Kept, int Notes, int Calls, string Account, int AuditEntries, int? Remaining,
    int Unread)
{
    public static PersonErasureDocument Of(PersonErasureReport r) =>
        new(r.IsDryRun, r.Erased, r.Kept, r.Values, r.Calls, r.Account, r.AuditEntries, r.Remaining, r.Unread);
}
