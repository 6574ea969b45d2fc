using Npgsql;
using NpgsqlTypes;

namespace Axle.Storage.Postgres.Database;

/// <summary>Commands with positional parameters (<c>$1</c>, <c>$2</c> …), typed, so that nothing is guessed.</summary>
internal static class Sql
{
    /// <summary>Adds a command to a batch.</summary>
    /// <param name="batch">The batch: all of its commands are one transaction, sent at once.</param>
    /// <param name="sql">A constant of the table classes; values go through parameters.</param>
    /// <param name="values">The values, in order.</param>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Makes a command.</summary>
    /// <param name="connection">Where it runs.</param>
    /// <param name="sql">A constant of the table classes; values go through parameters.</param>
    /// <param name="values">The values, in order.</param>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(value);
        return command;
    }

    public static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Of(long? value) => new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = value is { } number ? number : DBNull.Value };

    public static NpgsqlParameter Of(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Of(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value is null ? DBNull.Value : value };

    /// <summary>A name that callers chose. PostgreSQL keeps no NUL in text: one would keep everything that is written with it from being written.</summary>
    public static NpgsqlParameter OfName(string? value) => Of(value?.Replace('\0', '\uFFFD'));

    public static NpgsqlParameter Of(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    public static NpgsqlParameter Of(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };

    public static NpgsqlParameter Of(Guid? value) => new() { NpgsqlDbType = NpgsqlDbType.Uuid, Value = value is { } id ? id : DBNull.Value };

    public static NpgsqlParameter Of(byte[]? value) => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = value is null ? DBNull.Value : value };

    public static NpgsqlParameter Of(RunId value) => Of(value.Value);

    public static NpgsqlParameter Of(TimeSpan value) => new NpgsqlParameter<TimeSpan> { TypedValue = value };

    public static NpgsqlParameter Of(ReadOnlyMemory<byte> value) => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value };

    public static NpgsqlParameter Of<T>(T[] values) => new NpgsqlParameter<T[]> { TypedValue = values };

    /// <summary>A time as it is stored: ticks of 100 ns since the year 1, UTC, as the engine has it; nothing is rounded.</summary>
    public static NpgsqlParameter Of(DateTimeOffset value) => Of(value.UtcTicks);

    public static NpgsqlParameter Of(DateTimeOffset? value) => Of(value?.UtcTicks);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static long? Int64OrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static byte[]? BytesOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public static async ValueTask<int> RunAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] values)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Executes what goes through whole tables: it may take as long as it takes.</summary>
    public static async ValueTask<int> RunLongAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql);
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads all rows of the present result.</summary>
    public static async ValueTask<List<T>> ListAsync<T>(this NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
            list.Add(read(rows));
        return list;
    }

    /// <summary>Runs a command and reads all of its rows.</summary>
    public static async ValueTask<List<T>> ListAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            return await rows.ListAsync(read, cancellationToken);
        }
    }
}
