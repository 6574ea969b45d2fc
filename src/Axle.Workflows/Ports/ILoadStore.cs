using Axle.Workflows.Scaling;

namespace Axle.Workflows.Ports;

/// <summary>What pools had to do, minute by minute, over all processes that share the store; and what each does now.</summary>
public interface ILoadStore
{
    /// <summary>How long minutes are kept.</summary>
    static TimeSpan Kept { get; } = TimeSpan.FromDays(35);

    /// <summary>Adds what happened in this process since it told last, and replaces what is known of what it does now.</summary>
    /// <param name="reports">One for each pool that this process has to do with.</param>
    /// <param name="now">The time; its minute is added to.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AxleException">The store cannot be reached, or was lost meanwhile: then it is not known whether it was added.</exception>
    ValueTask ReportLoadAsync(IReadOnlyList<PoolReport> reports, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes how many slots a pool needs. Of a minute, the most are kept.</summary>
    ValueTask NoteNeedAsync(string pool, int slots, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Lists minutes in which something was told, the earliest first, and of one minute by pool.</summary>
    /// <param name="from">The minute of this time is the first.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<IReadOnlyList<PoolMinute>> ListMinutesAsync(DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Lists the hours since a time, as the sums of their minutes, the earliest first.</summary>
    ValueTask<IReadOnlyList<PoolHour>> ListHoursAsync(DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>What living processes do in this moment, added up by pool.</summary>
    ValueTask<IReadOnlyList<PoolNow>> ListPoolsAsync(CancellationToken cancellationToken);
}
