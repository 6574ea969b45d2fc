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
    /// <summary>What lists show of runs.</summary>
    public RunDigests Digests { get; } = new(reader, time);

    /// <summary>Reads runs back.</summary>
    public RunReader Reader => reader;

    /// <summary>Whether a caller sees what is done for a tenant.</summary>
    public bool Sees(Principal who, string? tenant) => seesAll || who.Tenant == (tenant ?? Scope.DefaultTenant);

    /// <summary>The tenant that a caller's lists are of; null for all.</summary>
    public string? TenantOf(Principal who) => seesAll ? null : who.Tenant;

    /// <summary>A run's row.</summary>
    /// <exception cref="ApiProblemException">There is no such run that the caller may see.</exception>
    public async ValueTask<RunRow> FindAsync(string id, Principal who, CancellationToken cancellationToken)
    {
        if (RunId.TryParse(id, out var run) && await store.FindRunAsync(run, cancellationToken) is { } row && Sees(who, row.Tenant))
            return row;
        throw NoSuchRun(id);
    }

    /// <summary>A run as it is, or as it was after an event.</summary>
    /// <exception cref="ApiProblemException">There is no such run that the caller may see.</exception>
    public async ValueTask<RunState> StateAsync(string id, Principal who, long? at, CancellationToken cancellationToken)
    {
        var row = await FindAsync(id, who, cancellationToken);
        var state = await reader.StateAsync(row.Run, at, cancellationToken);
        if (at is null)
            Digests.Keep(state);
        return state;
    }

    /// <summary>A run of a list as it is; null when it was removed since, or cannot be read: one does not hide the others.</summary>
    public async ValueTask<RunState?> ReadableAsync(RunRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.StateAsync(row.Run, null, cancellationToken);
        }
        catch (AxleException damaged) when (damaged.Error.Kind is ErrorKind.Internal or ErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>A run in the form of lists.</summary>
    public async ValueTask<RunItem> ItemAsync(RunRow row, CancellationToken cancellationToken) =>
        RunItem.Of(row, await Digests.OfAsync(row, cancellationToken), time.GetUtcNow());

    /// <summary>A run in the form of lists, when the caller may see it; null when not.</summary>
    public async ValueTask<RunItem?> SeenAsync(RunRow row, Principal who, CancellationToken cancellationToken) =>
        Sees(who, row.Tenant) ? await ItemAsync(row, cancellationToken) : null;

    /// <summary>The runs that a caller may see, newest first.</summary>
    public ValueTask<IReadOnlyList<RunRow>> RowsAsync(RunQuery query, Principal who, CancellationToken cancellationToken) =>
        store.ListRunsAsync(query with { Tenant = TenantOf(who) }, cancellationToken);

    public void Dispose() => Digests.Dispose();

    private static ApiProblemException NoSuchRun(string id) =>
        new(ApiProblem.NotFound($"There is no run '{(id.Length <= 100 ? id : id[..100])}'. GET /api/v1/runs lists those there are."));
}
