using System.Diagnostics;
using Npgsql;

namespace Axle.Bench.Floor;

/// <summary>
/// PostgreSQL without anything in between: one table, one prepared statement that inserts all rows that wait, each such statement a transaction that
/// is on disk before the next begins. A row is a number, a sequence number and 200 bytes under their index, as a decision is.
/// </summary>
internal sealed class PostgresFloor : IDisposable
{
    /// <summary>As many as there are runs in flight beside it.</summary>
    private const int RowsAtOnce = 100;

    private static readonly byte[] Data = [.. Enumerable.Repeat((byte)'x', 200)];
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _insert;
    private readonly NpgsqlParameter<long[]> _runs = new();
    private readonly NpgsqlParameter<long[]> _seqs = new();
    private long _rows;

    /// <param name="address">The connection string of an empty database.</param>
    public PostgresFloor(string address)
    {
        _connection = new NpgsqlConnection(address);
        _connection.Open();
        using (var create = new NpgsqlCommand("CREATE TABLE rows (run bigint, seq bigint, data bytea, PRIMARY KEY (run, seq))", _connection))
            create.ExecuteNonQuery();
        _runs.TypedValue = _seqs.TypedValue = [];
        _insert = new NpgsqlCommand("INSERT INTO rows SELECT n.run, n.seq, n.data FROM unnest($1, $2, $3) AS n(run, seq, data)", _connection);
        _insert.Parameters.Add(_runs);
        _insert.Parameters.Add(_seqs);
        _insert.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. Enumerable.Repeat(Data, RowsAtOnce)] });
        _insert.Prepare();
    }

    /// <summary>Rows a second, 100 in each transaction.</summary>
    public double MeasureRowsPerSecond(TimeSpan length)
    {
        var start = Stopwatch.GetTimestamp();
        var before = _rows;
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            _runs.TypedValue = [.. Enumerable.Range(0, RowsAtOnce).Select(static i => (long)i)];
            _seqs.TypedValue = [.. Enumerable.Range(0, RowsAtOnce).Select(i => _rows + i)];
            _insert.ExecuteNonQuery();
            _rows += RowsAtOnce;
        }

        return (_rows - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
