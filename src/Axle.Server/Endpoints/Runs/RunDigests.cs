using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.Caching.Memory;

namespace Axle.Server.Endpoints.Runs;

/// <summary>
/// Knows what lists show of runs. A run that has ended is read once. One that goes on is read again when it went on, and not so often that the
/// reading takes more than a tenth of the time: its counts may then be a moment old, its status never is.
/// </summary>
/// <param name="reader">Reads runs.</param>
/// <param name="time">The clock.</param>
internal sealed class RunDigests(RunReader reader, TimeProvider time) : IDisposable
{
    private const int MostKept = 200_000;
    private const int Restraint = 10;
    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>What is known of a run.</summary>
    public ValueTask<RunDigest> OfAsync(RunRow row, CancellationToken cancellationToken)
    {
        if (row.Fault is not null)
            return ValueTask.FromResult(RunDigest.None);
        if (_kept.TryGetValue<Kept>(row.Run, out var kept) && kept is not null
            && (kept.Digest.Seq >= row.LastSeq || (!row.Status.IsEnded() && time.GetTimestamp() < kept.FreshUntil)))
            return ValueTask.FromResult(kept.Digest);
        return ReadAsync(row.Run, cancellationToken);
    }

    /// <summary>Keeps what a state says that was read anyway.</summary>
    public RunDigest Keep(RunState state)
    {
        var digest = RunDigest.Of(state);
        Keep(state.Id, digest, 0);
        return digest;
    }

    public void Dispose() => _kept.Dispose();

    private async ValueTask<RunDigest> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            var digest = RunDigest.Of(await reader.StateAsync(run, null, cancellationToken));
            Keep(run, digest, time.GetTimestamp() - began);
            return digest;
        }
        catch (AxleException damaged) when (damaged.Error.Kind is ErrorKind.Internal or ErrorKind.NotFound)
        {
            // One that cannot be read, or was removed since, does not hide the others.
            return RunDigest.None with { Error = damaged.Message };
        }
    }

    private void Keep(RunId run, RunDigest digest, long cost) =>
        _kept.Set(run, new Kept(digest, time.GetTimestamp() + (cost * Restraint)), new MemoryCacheEntryOptions { Size = 1 });

    private sealed record Kept(RunDigest Digest, long FreshUntil);
}
