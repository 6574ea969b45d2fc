using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Axle.Bench;

/// <summary>
/// The limit: producers that each wait for their own row to be on disk, one writer that puts all waiting rows into one transaction, and
/// nothing else. WAL, synchronous=FULL, rows of 200 bytes.
/// </summary>
internal static class RawCommits
{
    public static Row Measure(string path, int producers, TimeSpan length)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, run INTEGER, seq INTEGER, data TEXT);");
        var waiting = Channel.CreateUnbounded<TaskCompletionSource>();
        using var stop = new CancellationTokenSource();
        var work = Enumerable.Range(0, producers).Select(_ => Task.Run(() => ProduceAsync(waiting.Writer, stop.Token))).ToArray();
        var (rows, commits, seconds) = Write(connection, waiting.Reader, length);
        stop.Cancel();
        while (!Task.WhenAll(work).IsCompleted)
        {
            while (waiting.Reader.TryRead(out var late))
                late.TrySetResult();
            Thread.Yield();
        }

        return new Row("raw SQLite group commit, 100 producers", new Dictionary<string, double>
        {
            ["rows/s"] = rows / seconds,
            ["commits/s"] = commits / seconds,
        });
    }

    private static async Task ProduceAsync(ChannelWriter<TaskCompletionSource> writer, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var row = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            writer.TryWrite(row);
            await row.Task;
        }
    }

    private static (long Rows, long Commits, double Seconds) Write(SqliteConnection connection, ChannelReader<TaskCompletionSource> waiting, TimeSpan length)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (run, seq, data) VALUES ($run, $seq, $data)";
        var run = insert.Parameters.AddWithValue("$run", 0L);
        var seq = insert.Parameters.AddWithValue("$seq", 0L);
        insert.Parameters.AddWithValue("$data", new string('x', 200));
        var (rows, commits) = (0L, 0L);
        var group = new List<TaskCompletionSource>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            group.Clear();
            while (waiting.TryRead(out var row))
                group.Add(row);
            if (group.Count == 0)
                continue;
            Execute(connection, "BEGIN IMMEDIATE");
            for (var i = 0; i < group.Count; i++)
            {
                run.Value = rows % 1000;
                seq.Value = ++rows;
                insert.ExecuteNonQuery();
            }

            Execute(connection, "COMMIT");
            commits++;
            foreach (var row in group)
                row.TrySetResult();
        }

        return (rows, commits, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
