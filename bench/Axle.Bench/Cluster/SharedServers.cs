using Axle.Tests.Support;

namespace Axle.Bench.Cluster;

/// <summary>A PostgreSQL that keeps what it acknowledges, a RabbitMQ, and the processes that share them.</summary>
internal sealed class SharedServers : IDisposable
{
    /// <summary>Steps at the same time in a worker, as <c>ax worker</c> has it.</summary>
    public const int StandardConcurrency = 64;

    private readonly List<NodeProcess> _nodes = [];
    private readonly RabbitServer _broker;

    private SharedServers(PostgresServer database, RabbitServer broker)
    {
        (Database, _broker) = (database, broker);
        Store = database.CreateDatabase();
    }

    public PostgresServer Database { get; }

    /// <summary>The address of the database.</summary>
    public string Store { get; }

    /// <summary>Starts the servers.</summary>
    /// <exception cref="InvalidOperationException">One of them is not installed.</exception>
    public static SharedServers Start()
    {
        var database = PostgresServer.StartDurable();
        var broker = RabbitServer.StartOwn();
        return database.Missing is null && broker.Missing is null
            ? new SharedServers(database, broker)
            : throw new InvalidOperationException(database.Missing ?? broker.Missing);
    }

    /// <summary>Starts processes of one role, side by side.</summary>
    public async Task<NodeProcess[]> StartAsync(
        string role, int count, int concurrency = StandardConcurrency, Action<NodeProcess, string>? hear = null)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => NodeProcess.StartAsync(role, Store, _broker.Address, concurrency, hear)));
        _nodes.AddRange(nodes);
        return nodes;
    }

    public void Dispose()
    {
        _nodes.ForEach(static n => n.Dispose());
        _broker.Dispose();
        Database.Dispose();
    }
}
