using System.Globalization;
using Axle.Storage.Postgres;
using Npgsql;

namespace Axle.EndToEnd.Tests.Stores;

/// <summary>The clock by which a database counts limits, in the hand of a test: it stands until it is moved, in all processes.</summary>
internal sealed class LimitClock(string database)
{
    private long _now = 1_900_000_000_000;

    /// <summary>Makes the tables if they are not there, and moves the clock on.</summary>
    public async Task MoveAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        await PostgresRunStore.Open(new PostgresOptions(database)).DisposeAsync();
        _now += (long)by.TotalMilliseconds;
        var parts = new Uri(database.Replace("@/", "@localhost/", StringComparison.Ordinal));
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(parts.Query["?host=".Length..]),
            Username = parts.UserInfo,
            Database = parts.AbsolutePath[1..],
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var sql = string.Create(
            CultureInfo.InvariantCulture, $"CREATE OR REPLACE FUNCTION axle.limit_now() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT {_now}::bigint'");
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
