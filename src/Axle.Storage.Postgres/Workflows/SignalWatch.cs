using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>
/// Notices signals from other processes: by a notification of the database, which is a hint and may be lost, and by looking now and then, which
/// is what is relied on.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="lease">Which runs are this process's.</param>
internal sealed class SignalWatch(PostgresDatabase database, NodeLease lease)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Yields a run each time it may have new signals.</summary>
    public async IAsyncEnumerable<RunId> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = Channel.CreateUnbounded<RunId>(new() { SingleReader = true });
        var seen = new HashSet<long>();
        await using var connection = database.Unpooled();
        connection.Notification += (_, note) =>
        {
            if (RunId.TryParse(note.Payload, out var run))
                heard.Writer.TryWrite(run);
        };
        await OpenAsync(connection, cancellationToken);
        while (true)
        {
            await LookAsync(connection, seen, heard.Writer, cancellationToken);
            while (heard.Reader.TryRead(out var run))
                yield return run;
            // One wait, and then it is looked again: where signals never cease, a hint that was missed is made good all the same.
            await connection.WaitAsync(LookEvery, cancellationToken);
            while (heard.Reader.TryRead(out var run))
                yield return run;
        }
    }

    private async ValueTask OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var listen = connection.Command($"LISTEN {SignalTable.Channel}");
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw database.Explained(exception);
        }
    }

    /// <summary>Signals that wait for runs of this process and were not there when it looked last.</summary>
    private async ValueTask LookAsync(
        NpgsqlConnection connection, HashSet<long> seen, ChannelWriter<RunId> heard, CancellationToken cancellationToken)
    {
        if (lease.Current is not { IsOver: false } tenure)
            return;
        var waiting = await SignalTable.WaitingForAsync(connection, tenure.Node, cancellationToken);
        foreach (var run in waiting.Where(s => !seen.Contains(s.Number)).Select(static s => s.Run).Distinct())
            heard.TryWrite(run);
        seen.Clear();
        seen.UnionWith(waiting.Select(static s => s.Number));
    }
}
