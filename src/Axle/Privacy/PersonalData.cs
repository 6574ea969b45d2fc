using Axle.Hosting;
using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Secrets;
using Axle.Identity.Tenants;
using Axle.Models;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite;
using Axle.Workflows.Ports;

namespace Axle.Privacy;

/// <summary>One person's data in one tenant: found, exported (GDPR article 15 and 20), erased (article 17).</summary>
/// <param name="runs">The runs.</param>
/// <param name="values">What is kept beside them.</param>
/// <param name="ledger">What calls to models cost.</param>
/// <param name="identity">Users, and the audit log; null where there are none.</param>
/// <param name="models">Has answers in memory that are given again; null for none.</param>
/// <param name="time">The clock.</param>
/// <param name="archives">Where old runs are archived; null for nowhere.</param>
public sealed class PersonalData(
    IRunStore runs, IValueStore values, IModelLedger ledger, IIdentityStore? identity, ModelGateway? models, TimeProvider time, ArchiveFolder? archives = null)
{
    private const string AnothersRun = "It is another's, and speaks of them. Erase with mentions, too.";
    private readonly PersonSearch _search = new(runs, values, ledger, identity, archives, time);

    /// <summary>Finds what is stored about a person.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="person">A user's id, name or e-mail address, or another text that is the person's alone; 3 to 254 characters.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<PersonRecords> FindAsync(string tenant, string? person, CancellationToken cancellationToken) =>
        _search.FindAsync(tenant, person, cancellationToken);

    /// <summary>Writes what is stored about a person as one JSON document: account, their runs whole, of others what speaks of them, notes, calls.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="person">Who.</param>
    /// <param name="output">Takes it, a run at a time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PersonRecords> ExportAsync(string tenant, string? person, Stream output, CancellationToken cancellationToken)
    {
        var found = await FindAsync(tenant, person, cancellationToken);
        await new PersonExport(_search, values, identity, time).WriteAsync(found, output, cancellationToken);
        return found;
    }

    /// <summary>
    /// Erases what is stored about a person: their runs and conversations, notes and cached results that speak of them, their account; the ledger keeps what
    /// was spent under a name that says nothing. Then looks again whether anything is left.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="person">Who.</param>
    /// <param name="withMentions">Whether runs of others that speak of them are erased, too.</param>
    /// <param name="isDryRun">Whether it is only told what would be erased.</param>
    /// <param name="cancellationToken">Cancels between two runs; what is left is erased when it is asked again.</param>
    public async Task<PersonErasureReport> EraseAsync(
        string tenant, string? person, bool withMentions, bool isDryRun, CancellationToken cancellationToken)
    {
        var found = await FindAsync(tenant, person, cancellationToken);
        var goes = found.Runs.Where(r => r.HasEnded && (r.IsOwn || withMentions)).ToList();
        var kept = found.Runs.Except(goes).Select(static r => new KeptRun(r.Row.Run.Value, r.HasEnded
            ? AnothersRun
            : "It has not ended. Cancel it, then erase again.")).ToList();
        var old = found.Archives.Where(a => a.IsOwn || withMentions).ToList();
        kept.AddRange(found.Archives.Except(old).Select(static a => new KeptRun(a.Name, AnothersRun)));
        var isAccountFree = found.Runs.All(static r => r.HasEnded || !r.IsOwn);
        var account = await AccountAsync(found, isAccountFree, cancellationToken);
        var report = new PersonErasureReport(
            found, isDryRun, [.. goes.Select(static r => r.Row.Run.Value), .. old.Select(static a => a.Name)],
            [.. kept], found.Values.Length, found.Calls, account, found.AuditEntries, null,
            found.Unread);
        if (isDryRun)
            return report;
        foreach (var run in goes)
            await runs.DeleteRunAsync(run.Row.Run, cancellationToken);
        foreach (var archive in old)
            archives!.Remove(archive.Name);
        foreach (var value in found.Values)
            await values.RemoveValueAsync(value.Space, value.Key, cancellationToken);
        // Not random for each name: an id and a name of the same person stay one.
        var pseudonym = SecretText.NewId("erased_");
        foreach (var name in found.Person.Names)
            await ledger.ForgetUserAsync(tenant, name, pseudonym, cancellationToken);
        if (models is not null)
            await models.ForgetAnswersAsync(new Scope { Tenant = tenant }, cancellationToken);
        await ForgetAsync(found, account, cancellationToken);
        (runs as SqliteRunStore)?.Sweep();
        var left = await _search.FindAsync(tenant, found.Person, cancellationToken);
        var remaining = left.Runs.Select(static r => r.Row.Run.Value).Concat(left.Archives.Select(static a => a.Name))
            .Count(name => kept.All(k => k.Run != name)) + left.Values.Length + left.Calls;
        return report with { Remaining = remaining, Unread = left.Unread };
    }

    private async Task<string> AccountAsync(PersonRecords found, bool isFree, CancellationToken cancellationToken)
    {
        if (identity is null || found.Account is not { } account)
            return "none";
        if (account.IsOwner || !isFree)
            return "kept";
        var roles = await identity.ListRolesAsync(account.Id, cancellationToken);
        return roles.All(m => m.Tenant == found.Tenant) ? "erased" : "left the tenant";
    }

    private async Task ForgetAsync(PersonRecords found, string fate, CancellationToken cancellationToken)
    {
        if (fate == "erased")
            await identity!.RemoveUserAsync(found.Account!.Id, cancellationToken);
        else if (fate == "left the tenant")
            await identity!.SetRoleAsync(new Member(found.Tenant, found.Account!.Id, Role.None), cancellationToken);
    }
}
