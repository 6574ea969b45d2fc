using System.Diagnostics.CodeAnalysis;
using Axle.Chaos.Load;
using Axle.Chaos.Networks;
using Axle.Chaos.Nodes;
using Axle.Storage.Postgres;
using Axle.Tests.Support;
using Npgsql;

namespace Axle.Chaos;

/// <summary>The database, the broker and the nodes, and a door to the store that nothing cuts.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-chaos-");
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _keeping = [];
    private readonly NpgsqlDataSource _admin;
    private readonly Lazy<PostgresRunStore> _store;

    private Installation(INetwork network, string ax, int apiNodes, string firstEngine, Action<string> say)
    {
        Network = network;
        Database = PostgresServer.StartDurable(network.DatabaseListens);
        Broker = RabbitServer.StartOwn(network.BrokerListens);
        if ((Database.Missing ?? Broker.Missing) is { } missing)
            throw new InvalidOperationException(missing);
        Prepare();
        var address = Database.CreateDatabase();
        _store = new(() => PostgresRunStore.Open(new PostgresOptions(address)));
        _admin = NpgsqlDataSource.Create($"Host={Database.Host};Username=axle;Database={address.Split('/')[3].Split('?')[0]}");
        var names = (IEnumerable<(NodeRole, string)>)[
            (NodeRole.Engine, "engine1"), (NodeRole.Engine, "engine2"), (NodeRole.Worker, "worker1"), (NodeRole.Worker, "worker2"), (NodeRole.Worker, "worker3")];
        names = names.Concat(Enumerable.Range(1, apiNodes).Select(static i => (NodeRole.Api, $"api{i}")));
        Nodes = [.. names.Select(n => NodeOf(n.Item1, network.Connect(n.Item2, address, Broker.Address), ax, n.Item2 == "engine1" ? firstEngine : "", say))];
    }

    public INetwork Network { get; }

    public PostgresServer Database { get; }

    public RabbitServer Broker { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The store, opened when it is asked for, once nodes are up: in an upgrade it brings the tables of the old build up to date.</summary>
    public PostgresRunStore Store => _store.Value;

    public string Folder => _folder.FullName;

    public string Effects => Path.Combine(Folder, "effects");

    /// <summary>Where the API is.</summary>
    public Uri Api => Nodes.Where(static n => n.Role == NodeRole.Api).Select(static n => new Uri($"http://{n.Line.Address}:{n.Line.Port}")).First();

    /// <summary>A key of the API.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Starts everything, and waits until all of it is at work.</summary>
    /// <param name="network">What lies between the nodes and the others.</param>
    /// <param name="ax">Folder of the build of ax.</param>
    /// <param name="apiNodes">How many nodes answer; they have two engines and three workers beside them.</param>
    /// <param name="firstEngine">Settings of the broker's address that the first engine has besides, each with the <c>&amp;</c> before it.</param>
    /// <param name="say">Told what is out of the ordinary.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It is returned, or disposed of when it cannot be.")]
    public static async Task<Installation> StartAsync(
        INetwork network, string ax, int apiNodes, string firstEngine, Action<string> say, CancellationToken cancellationToken)
    {
        var started = new Installation(network, ax, apiNodes, firstEngine, say);
        try
        {
            started.Key = await FirstOwner.KeyAsync(started.Nodes.First(static n => n.Role == NodeRole.Api), cancellationToken);
            started._keeping.AddRange(started.Nodes.Select(n => Task.Run(() => n.KeepAsync(started._over.Token), CancellationToken.None)));
            await started.UpAsync(cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public Task UpAsync(CancellationToken cancellationToken) => Task.WhenAll(Nodes.Select(n => n.UpAsync(cancellationToken)));

    /// <summary>Has every write to the database's disk take longer, or not any more: the disk is slow.</summary>
    public async Task SlowDiskAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await SetDelayAsync(delay, cancellationToken);
                return;
            }
            catch (NpgsqlException)
            {
                // It is just being started, or the connection is one to the database that died before.
                await Machine.Pause(0.2, cancellationToken);
            }
        }
    }

    private async Task SetDelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var connection = await _admin.OpenConnectionAsync(cancellationToken);
        foreach (var text in (string[])[$"ALTER SYSTEM SET commit_delay = {(int)delay.TotalMicroseconds}", "ALTER SYSTEM SET commit_siblings = 0", "SELECT pg_reload_conf()"])
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The runs that a process owns.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public async Task<string[]> OwnedByAsync(int process, CancellationToken cancellationToken)
    {
        await using var command = _admin.CreateCommand(
            "SELECT r.run_id FROM axle.runs r JOIN axle.nodes n ON n.id = r.owner WHERE n.name LIKE $1 AND n.engine");
        command.Parameters.AddWithValue($"process {process} on %");
        var owned = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            owned.Add(reader.GetString(0));
        return [.. owned];
    }

    /// <summary>Keeps the folder, for a look at what went wrong.</summary>
    public bool KeepsFolder { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_keeping);
        if (_store.IsValueCreated)
            await _store.Value.DisposeAsync();
        await _admin.DisposeAsync();
        Broker.Dispose();
        Database.Dispose();
        Network.Dispose();
        _over.Dispose();
        if (!KeepsFolder)
            _folder.Delete(recursive: true);
    }

    private void Prepare()
    {
        var workflows = Directory.CreateDirectory(Path.Combine(Folder, ".axle", "workflows")).FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "tried"));
        Directory.CreateDirectory(Path.Combine(Folder, "logs"));
        foreach (var workflow in ChaosWorkflow.All)
            File.WriteAllText(Path.Combine(workflows, $"{workflow.Name}.yaml"), workflow.Yaml);
        File.WriteAllText(Path.Combine(Folder, "axle.yaml"), "bulkheads: { narrow: 2 }\n");
        File.WriteAllText(Effects, "");
        var script = Path.Combine(Folder, "effect");
        File.WriteAllText(script, ChaosWorkflow.EffectScript + "\n");
        Machine.Run("chmod", "755", script);
    }

    private Node NodeOf(NodeRole role, Line line, string ax, string settings, Action<string> say) => new(role, line, Folder, say)
    {
        Ax = ax,
        BrokerSettings = $"/?silence=5&heartbeat=2{settings}",
        Arguments = role switch
        {
            NodeRole.Engine => ["serve", "--role", "engine"],
            NodeRole.Worker => ["worker", "--concurrency", "16"],
            _ => ["serve", "--role", "api", "--url", $"http://{line.Address}:{line.Port}"],
        },
    };
}
