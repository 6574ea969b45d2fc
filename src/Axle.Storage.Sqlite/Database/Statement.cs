using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Database;

/// <summary>A prepared statement with its parameters in order: <c>$1</c>, <c>$2</c> …</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of the table classes; values go through parameters.
        _command.CommandText = sql;
#pragma warning restore CA2100
        _parameters = [.. Enumerable.Range(1, parameters).Select(i => _command.Parameters.Add(new SqliteParameter($"${i}", null)))];
    }

    /// <summary>Runs it and returns the number of rows it changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and returns the first column of the first row; null when there is none.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>Runs it and reads its rows.</summary>
    public List<T> Rows<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < _parameters.Length; i++)
            _parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
