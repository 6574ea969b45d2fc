using Axle.Workflows.Archive;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Retention;

/// <summary>
/// Removes old runs in the background, a few at a time, so that writers never wait long; archives each of them before when there is a place
/// for archives. Several processes may do so on one store.
/// </summary>
public sealed class RetentionRunner : IAsyncDisposable
{
    /// <summary>Runs that could not be archived in one pass before it ends: the place for archives is full or gone, not a run faulty.</summary>
    private const int MostKept = 100;

    private readonly IRunStore _store;
    private readonly RetentionPolicy _policy;
    private readonly IArchivePlace? _archives;
    private readonly ArchiveExportOptions? _export;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _begunAt;
    private readonly long _begunStamp;
    private readonly CancellationTokenSource _stopping = new();
    private Task _looking = Task.CompletedTask;

    /// <summary>A runner that does nothing yet.</summary>
    /// <param name="store">Where the runs are.</param>
    /// <param name="policy">How long they are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="archives">Where archives of removed runs go; null to remove them without.</param>
    /// <param name="export">How archives are written; null for the defaults.</param>
    /// <exception cref="AxleException">Validation: the policy is faulty.</exception>
    public RetentionRunner(
        IRunStore store, RetentionPolicy policy, TimeProvider time, IArchivePlace? archives = null, ArchiveExportOptions? export = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        policy.Validate();
        (_store, _policy, _time, _archives, _export) = (store, policy, time, archives, export);
        (_begunAt, _begunStamp) = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>Tells what each look for old runs did, when it ended.</summary>
    public event Action<RetentionPass>? Passed;

    /// <summary>Begins to look for old runs, for the first time after one interval. Called once.</summary>
    public void Start()
    {
        if (_policy.Keep is not null)
            _looking = LookAsync(_stopping.Token);
    }

    /// <summary>Looks for old runs once, now.</summary>
    public async Task<RetentionPass> PassAsync(CancellationToken cancellationToken)
    {
        if (_policy.Keep is not { } keep)
            return new RetentionPass(_time.GetUtcNow(), 0, 0, 0, null);
        var before = Now() - keep;
        try
        {
            await _store.TidyAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A store that does not answer now is asked again next time.
        }

        return _archives is null ? await PurgeAsync(before, cancellationToken) : await ArchiveAsync(before, _archives, cancellationToken);
    }

    /// <summary>Stops, and waits for the batch under way.</summary>
    public ValueTask DisposeAsync()
    {
        // Not CancelAsync: that one leaves the captured context, and with it a simulation's order of events.
        if (!_stopping.IsCancellationRequested)
            _stopping.Cancel();
        return StoppedAsync();
    }

    /// <summary>
    /// The time by the clock on the wall, or by that of this process, which nobody sets: whichever is earlier. A clock that is set years forward must
    /// not remove runs of yesterday.
    /// </summary>
    private DateTimeOffset Now()
    {
        var (wall, own) = (_time.GetUtcNow(), _begunAt + _time.GetElapsedTime(_begunStamp));
        return wall < own ? wall : own;
    }

    private async ValueTask StoppedAsync()
    {
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stopping.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_policy.Every, _time, cancellationToken);
            Passed?.Invoke(await PassAsync(cancellationToken));
        }
    }

    private async Task<RetentionPass> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        try
        {
            while (await _store.PurgeAsync(before, _policy.Batch, cancellationToken) is > 0 and var some)
            {
                removed += some;
                await Task.Delay(_policy.Pause, _time, cancellationToken);
            }

            return new RetentionPass(_time.GetUtcNow(), removed, 0, 0, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A store that does not answer now is asked again next time.
            return new RetentionPass(_time.GetUtcNow(), removed, 0, 0, ErrorOf(exception));
        }
    }

    private async Task<RetentionPass> ArchiveAsync(DateTimeOffset before, IArchivePlace archives, CancellationToken cancellationToken)
    {
        var removed = 0;
        var kept = new HashSet<RunId>();
        AxleError? error = null;
        try
        {
            while (kept.Count < MostKept)
            {
                // Runs that stay are listed again, in front of the others.
                var old = await _store.ListExpiredAsync(before, _policy.Batch + kept.Count, cancellationToken);
                if (old.Count == kept.Count)
                    break;
                foreach (var row in old.Where(r => !kept.Contains(r.Run)).ToArray())
                {
                    if (await RemoveAsync(row, archives, cancellationToken) is not { } fault)
                        removed++;
                    else if (kept.Add(row.Run))
                        error ??= fault;
                    await Task.Delay(_policy.Pause / _policy.Batch, _time, cancellationToken);
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            error ??= ErrorOf(exception);
        }

        return new RetentionPass(_time.GetUtcNow(), removed, removed, kept.Count, error);
    }

    /// <summary>Archives and removes a run; tells why it stays if it does.</summary>
    private async Task<AxleError?> RemoveAsync(RunRow row, IArchivePlace archives, CancellationToken cancellationToken)
    {
        try
        {
            var exporting = new RunExport(_store, _time);
            await archives.WriteAsync(
                $"{row.Run}.axle.jsonl{(_export?.Pack == true ? ".gz" : "")}",
                (output, cancellation) => exporting.WriteAsync(row.Run, output, _export, cancellation),
                cancellationToken);
            // Whoever resumed it in the meantime wants it: it is not that old any more.
            if (await _store.FindRunAsync(row.Run, cancellationToken) is { } now && now.LastSeq == row.LastSeq)
                await _store.DeleteRunAsync(row.Run, cancellationToken);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new AxleError(ErrorKind.Unknown, $"Run {row.Run} is old and stays, because it could not be archived: {exception.Message}");
        }
    }

    private static AxleError ErrorOf(Exception exception) => (exception as AxleException)?.Error ?? new AxleError(ErrorKind.Unknown, exception.Message);
}
