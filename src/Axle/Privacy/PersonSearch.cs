using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Axle.Agents.Memory;
using Axle.Hosting;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Models.Ledger;
using Axle.Workflows.Archive;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Privacy;

/// <summary>Finds what is stored about a person in one tenant. It reads every run of the tenant: with many runs that takes a while.</summary>
/// <param name="runs">The runs.</param>
/// <param name="values">What is kept beside them.</param>
/// <param name="ledger">What calls to models cost.</param>
/// <param name="identity">Users, and the audit log; null where there are none.</param>
/// <param name="archives">Where old runs are archived; null for nowhere.</param>
/// <param name="time">The clock.</param>
internal sealed class PersonSearch(
    IRunStore runs, IValueStore values, IModelLedger ledger, IIdentityStore? identity, ArchiveFolder? archives, TimeProvider time)
{
    private const int RowsAtOnce = 200;
    private const int EventsAtOnce = 500;
    private const int AuditAtOnce = 500;
    private const int MostCalls = 100_000;

    public async Task<PersonRecords> FindAsync(string tenant, string? given, CancellationToken cancellationToken)
    {
        return await FindAsync(tenant, await Person.FindAsync(identity, tenant, given, cancellationToken), cancellationToken);
    }

    /// <summary>Finds what is stored about a person who is known, also when the account is gone meanwhile.</summary>
    public async Task<PersonRecords> FindAsync(string tenant, Person person, CancellationToken cancellationToken)
    {
        var (mentions, found, unread) = (new Mentions(person.Texts), ImmutableArray.CreateBuilder<PersonRun>(), 0);
        await foreach (var row in RowsAsync(tenant, cancellationToken))
        {
            try
            {
                if (await FindAsync(row, person, mentions, cancellationToken) is { } run)
                    found.Add(run);
            }
            catch (AxleException unreadable) when (unreadable.Error.Kind is ErrorKind.Internal or ErrorKind.NotFound)
            {
                unread++;
            }
        }

        var (archived, unreadArchives) = await ArchivesAsync(tenant, person, mentions, cancellationToken);
        return new PersonRecords(
            tenant, person, found.ToImmutable(), await ValuesAsync(tenant, found, mentions, cancellationToken),
            (await CallsAsync(tenant, person, cancellationToken)).Count, (await AuditAsync(tenant, person, cancellationToken)).Count, unread + unreadArchives)
        {
            Archives = archived,
        };
    }

    /// <summary>The events of an archive, from the first; none when it is gone.</summary>
    public async IAsyncEnumerable<RecordedEvent> EventsAsync(PersonArchive archive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var input = archives!.Open(archive.Name);
        if (input is null)
            yield break;
        await foreach (var recorded in ArchiveEvents.ReadAsync(input, cancellationToken))
            yield return recorded;
    }

    /// <summary>The events of a run, from the first.</summary>
    public async IAsyncEnumerable<RecordedEvent> EventsAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordedEvent> piece;
        for (var after = 0L; (piece = await runs.ReadEventsAsync(run, after, EventsAtOnce, cancellationToken)).Count > 0; after = piece[^1].Seq)
        {
            foreach (var recorded in piece)
                yield return recorded;
        }
    }

    /// <summary>Calls to models that were made for a person.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> CallsAsync(string tenant, Person person, CancellationToken cancellationToken)
    {
        var calls = new List<LedgerEntry>();
        foreach (var name in person.Names)
            calls.AddRange(await ledger.ListAsync(new LedgerQuery { User = name, Limit = MostCalls }, cancellationToken));
        return [.. calls.Where(c => (c.Scope.Tenant ?? Scope.DefaultTenant) == tenant)];
    }

    /// <summary>Entries of the audit log about what a user did, and what was done to them.</summary>
    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string tenant, Person person, CancellationToken cancellationToken)
    {
        if (identity is null || person.Account is not { } account)
            return [];
        var (entries, ids) = (new List<AuditEntry>(), new Mentions([account.Id]));
        for (long? before = null; ;)
        {
            var piece = await identity.ListAuditAsync(new AuditQuery(tenant, AuditAtOnce, before), cancellationToken);
            entries.AddRange(piece.Where(e => e.Fact.Actor == account.Id || ids.In(e.Fact.Subject)));
            if (piece.Count < AuditAtOnce)
                return entries;
            before = piece[^1].Number;
        }
    }

    private async Task<PersonRun?> FindAsync(RunRow row, Person person, Mentions mentions, CancellationToken cancellationToken)
    {
        var (isOwn, _, speaking) = await JudgeAsync(EventsAsync(row.Run, cancellationToken), person, mentions);
        var isSignalled = (await runs.ReadSignalsAsync(row.Run, cancellationToken)).Any(s => mentions.In(s.Body.Value));
        return isOwn || isSignalled || !speaking.IsEmpty ? new PersonRun(row, isOwn, speaking) : null;
    }

    private async Task<(ImmutableArray<PersonArchive> Found, int Unread)> ArchivesAsync(
        string tenant, Person person, Mentions mentions, CancellationToken cancellationToken)
    {
        var (found, unread) = (ImmutableArray.CreateBuilder<PersonArchive>(), 0);
        foreach (var name in archives?.Names ?? [])
        {
            try
            {
                var (isOwn, of, speaking) = await JudgeAsync(EventsAsync(new PersonArchive(name, false, []), cancellationToken), person, mentions);
                if (of == tenant && (isOwn || !speaking.IsEmpty))
                    found.Add(new PersonArchive(name, isOwn, speaking));
            }
            catch (Exception damaged) when (damaged is AxleException or InvalidDataException or IOException)
            {
                unread++;
            }
        }

        return (found.ToImmutable(), unread);
    }

    private static async Task<(bool IsOwn, string? Tenant, ImmutableArray<long> Speaking)> JudgeAsync(
        IAsyncEnumerable<RecordedEvent> events, Person person, Mentions mentions)
    {
        var (isOwn, tenant, speaking) = (false, (string?)null, ImmutableArray.CreateBuilder<long>());
        await foreach (var recorded in events)
        {
            if (recorded.Event is RunStarted started)
                (isOwn, tenant) = (IsBy(started, person), started.Attributes.GetValueOrDefault("tenant") ?? Scope.DefaultTenant);
            else if (recorded.Event is RunForked { Attributes: { } others })
                isOwn |= person.Names.Any(name => name == others.GetValueOrDefault("user"));
            if (!person.Texts.IsEmpty && mentions.In(Mentions.JsonOf(recorded.Event)))
                speaking.Add(recorded.Seq);
        }

        return (isOwn, tenant, speaking.ToImmutable());
    }

    private static bool IsBy(RunStarted started, Person person) =>
        person.Names.Any(name => started.By == name || started.By.StartsWith($"{name} (", StringComparison.Ordinal)
            || started.Attributes.GetValueOrDefault("user") == name);

    private async Task<ImmutableArray<PersonValue>> ValuesAsync(
        string tenant, IReadOnlyList<PersonRun> found, Mentions mentions, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var own = found.Where(static r => r.IsOwn).Select(r => MemoryScope.OfRun(r.Row.Run, tenant).Space).ToHashSet(StringComparer.Ordinal);
        var spoken = ImmutableArray.CreateBuilder<PersonValue>();
        foreach (var space in (await values.ListSpacesAsync(now, cancellationToken)).Where(s => TenantSpace.TenantOf(s) == tenant))
        {
            foreach (var value in await values.ListValuesAsync(space, now, cancellationToken))
            {
                if (own.Contains(space) || mentions.In(value.Key) || mentions.In(value.Value.Value))
                    spoken.Add(new PersonValue(space, value.Key));
            }
        }

        return spoken.ToImmutable();
    }

    private async IAsyncEnumerable<RunRow> RowsAsync(string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<RunRow> piece;
        for (RunId? before = null; ; before = piece[^1].Run)
        {
            piece = await runs.ListRunsAsync(new RunQuery([], Limit: RowsAtOnce, Before: before) { Tenant = tenant }, cancellationToken);
            foreach (var row in piece)
                yield return row;
            if (piece.Count < RowsAtOnce)
                yield break;
        }
    }
}
