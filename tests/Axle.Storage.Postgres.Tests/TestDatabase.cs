using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Tests;

/// <summary>An empty database, and the stores that were opened on it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<PostgresRunStore> _open = [];
    private readonly Lazy<string> _address = new(static () =>
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        return PostgresServer.Shared.CreateDatabase();
    });

    public string Address => _address.Value;

    /// <summary>Opens a store, as another process would.</summary>
    /// <param name="change">Changes settings. A lease is long unless this says otherwise: a busy machine is not to bury what a test needs.</param>
    /// <param name="time">The clock of waiting; null for the system's.</param>
    public PostgresRunStore Open(Func<PostgresOptions, PostgresOptions>? change = null, TimeProvider? time = null)
    {
        var options = new PostgresOptions(Address) { Lease = TimeSpan.FromMinutes(5) };
        var store = PostgresRunStore.Open(change is null ? options : change(options), time);
        lock (_open)
            _open.Add(store);
        return store;
    }

    /// <summary>Ends the process of a store without a word, and has it found dead.</summary>
    public async Task KillAsync(IRunStore store)
    {
        var dying = (PostgresRunStore)store;
        dying.Lease.Abandon();
        await BuryAsync(dying);
    }

    /// <summary>Has a store found dead, whatever it does.</summary>
    public async Task BuryAsync(PostgresRunStore store)
    {
        if (store.Lease.Current is not { } tenure)
            return;
        await RunAsync("UPDATE axle.nodes SET beat_at = '-infinity' WHERE id = $1", tenure.Node);
        await RunAsync("SELECT axle.bury($1)", tenure.Node);
    }

    /// <summary>Runs a statement beside all stores.</summary>
    public async Task<object?> RunAsync(string sql, params object[] values)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(Address).ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Does something while a statement's transaction is open.</summary>
    public async Task InTransactionAsync(string sql, long value, Func<Task> meanwhile)
    {
        await using var connection = new NpgsqlConnection(PostgresAddress.Parse(Address).ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new() { Value = value } } })
            await command.ExecuteNonQueryAsync();
        await meanwhile();
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
    }
}
