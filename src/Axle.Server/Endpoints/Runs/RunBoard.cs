using Axle.Agents.Runtime;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Finds runs for callers: nobody sees those of a tenant that is not theirs, or learns that they exist.</summary>
/// <param name="store">Where runs live.</param>
/// <param name="reader">Reads them back.</param>
/// <param name="time">The clock.</param>
/// <param name="seesAll">Whether everybody who is let in sees all runs: of a server that one person uses alone.</param>
internal sealed class RunBoard(IRunStore store, RunReader reader, TimeProvider time, bool seesAll) : IDisposable
{
    /// <summary>The tenant of runs that name none: those that were started on the command line.</summary>
    public const string DefaultTenant = "default";

    private const int Piece = 200;
    private const int MostLookedAt = 5_000;

    /// <summary>What lists show of runs.</summary>
    public RunDigests Digests { get; } = new(reader, time);

    /// <summary>Reads runs back.</summary>
    public RunReader Reader => reader;

    /// <summary>Whether a caller sees what is done for a tenant.</summary>
    public bool Sees(Principal who, string? tenant) => seesAll || who.Tenant == (tenant ?? DefaultTenant);

    /// <summary>The tenant that a caller's lists are of; null for all.</summary>
    public string? TenantOf(Principal who) => seesAll ? null : who.Tenant;

    /// <summary>A run's row.</summary>
    /// <exception cref="ApiProblemException">There is no such run that the caller may see.</exception>
    public async ValueTask<RunRow> FindAsync(string id, Principal who, CancellationToken cancellationToken)
    {
        if (RunId.TryParse(id, out var run) && await store.FindRunAsync(run, cancellationToken) is { } row
            && (seesAll || Sees(who, (await Digests.OfAsync(row, cancellationToken)).Tenant)))
            return row;
        throw NoSuchRun(id);
    }

    /// <summary>A run as it is, or as it was after an event.</summary>
    /// <exception cref="ApiProblemException">There is no such run that the caller may see.</exception>
    public async ValueTask<RunState> StateAsync(string id, Principal who, long? at, CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(id, out var run) || await store.FindRunAsync(run, cancellationToken) is null)
            throw NoSuchRun(id);
        var state = await reader.StateAsync(run, at, cancellationToken);
        if (!Sees(who, state.Attributes.GetValueOrDefault(RunAttributes.Tenant)))
            throw NoSuchRun(id);
        if (at is null)
            Digests.Keep(state);
        return state;
    }

    /// <summary>A run in the form of lists.</summary>
    public async ValueTask<RunItem> ItemAsync(RunRow row, CancellationToken cancellationToken) =>
        RunItem.Of(row, await Digests.OfAsync(row, cancellationToken), time.GetUtcNow());

    /// <summary>A run in the form of lists, when the caller may see it; null when not.</summary>
    public async ValueTask<RunItem?> SeenAsync(RunRow row, Principal who, CancellationToken cancellationToken)
    {
        var digest = await Digests.OfAsync(row, cancellationToken);
        return Sees(who, digest.Tenant) ? RunItem.Of(row, digest, time.GetUtcNow()) : null;
    }

    /// <summary>The runs that a caller may see, newest first.</summary>
    public async ValueTask<IReadOnlyList<RunRow>> RowsAsync(RunQuery query, Principal who, CancellationToken cancellationToken)
    {
        var found = new List<RunRow>(query.Limit);
        var (wanted, looked) = (query.Limit, 0);
        for (var page = query; looked < MostLookedAt;)
        {
            var rows = await store.ListRunsAsync(page with { Limit = seesAll ? wanted - found.Count : Math.Max(wanted, Piece) }, cancellationToken);
            foreach (var row in rows)
            {
                if (seesAll || Sees(who, (await Digests.OfAsync(row, cancellationToken)).Tenant))
                    found.Add(row);
                if (found.Count == wanted)
                    return found;
            }

            looked += rows.Count;
            if (rows.Count < Math.Max(wanted, Piece))
                break;
            page = page with { Before = rows[^1].Run };
        }

        return found;
    }

    public void Dispose() => Digests.Dispose();

    private static ApiProblemException NoSuchRun(string id) =>
        new(ApiProblem.NotFound($"There is no run '{(id.Length <= 100 ? id : id[..100])}'. GET /api/v1/runs lists those there are."));
}
