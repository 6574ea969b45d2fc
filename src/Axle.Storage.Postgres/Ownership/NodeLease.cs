using System.Diagnostics;
using System.Globalization;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Ownership;

/// <summary>
/// Says that this process lives, by the clock of the database, and buries those that have not said so for the time of their lease. A thread and a
/// connection of its own: what keeps others busy must not make it look dead.
/// </summary>
internal sealed class NodeLease : IAsyncDisposable
{
    /// <summary>Signs of life in the time of a lease.</summary>
    private const int BeatsInLease = 6;

    private const string Register = """
        INSERT INTO axle.nodes (name, session, lease, engine, roles, pools, version, writers, beat_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp()) RETURNING id
        """;

    private static readonly NodeDescription Nothing = new([], [], "");

    private readonly PostgresDatabase _database;
    private readonly TimeSpan _lease;
    private readonly int _writers;
    private readonly string _session;
    private readonly SemaphoreSlim _registering = new(1);
    private readonly ManualResetEventSlim _stopped = new();
    private Tenure? _tenure;
    private Thread? _thread;
    private volatile bool _takesUp;
    private long _provenAt;
    private NodeDescription _node = Nothing;
    private Func<NodeActivity> _activity = static () => default;

    /// <param name="database">Where the nodes are written down.</param>
    /// <param name="id">Unique among processes.</param>
    /// <param name="lease">How long it may be silent.</param>
    /// <param name="writers">How many transactions it writes at the same time.</param>
    public NodeLease(PostgresDatabase database, string id, TimeSpan lease, int writers)
    {
        _database = database;
        _lease = lease;
        _writers = writers;
        _session = SessionOf(id);
        Owner = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName} ({id})");
    }

    /// <summary>Name of this process, for people.</summary>
    public string Owner { get; }

    /// <summary>The present tenure; null before anything was owned, and after it was buried.</summary>
    public Tenure? Current => Volatile.Read(ref _tenure);

    /// <summary>Whether this process takes up runs that have none: an engine, and no program that executes what it is asked to.</summary>
    public bool TakesUp
    {
        get => _takesUp;
        set => _takesUp = value;
    }

    /// <summary>Whether nobody can have buried the present tenure: it has given a sign of life within its lease.</summary>
    public bool IsCertain => Current is { IsOver: false } && Stopwatch.GetElapsedTime(Interlocked.Read(ref _provenAt)) < _lease;

    /// <summary>The name by which the sessions of a process are known to the server.</summary>
    public static string SessionOf(string id) => "axle " + id;

    /// <summary>What others are told of this process, from the next registration on.</summary>
    public void Describe(NodeDescription node, Func<NodeActivity> activity)
    {
        Volatile.Write(ref _activity, activity);
        Volatile.Write(ref _node, node);
    }

    /// <summary>The present tenure, or a new one.</summary>
    public async ValueTask<Tenure> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Current is { IsOver: false } tenure)
            return tenure;
        await _registering.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_stopped.IsSet, this);
            if (Current is { IsOver: false } other)
                return other;
            // Registered twice when the connection is lost in between: the first is buried like any that is silent.
            var node = await _database.DoAsync(RegisterAsync, cancellationToken);
            Volatile.Write(ref _tenure, new Tenure(node));
            if (_thread is null)
            {
                _thread = new Thread(Beat) { IsBackground = true, Name = "axle lease" };
                _thread.Start();
            }

            return _tenure!;
        }
        finally
        {
            _registering.Release();
        }
    }

    /// <summary>Does something as a living node; one that was buried begins anew.</summary>
    public async ValueTask<T> AsNodeAsync<T>(Func<Tenure, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tenure = await CurrentAsync(cancellationToken);
            try
            {
                return await act(tenure, cancellationToken);
            }
            catch (PostgresException buried) when (buried.SqlState == PostgresFaults.Buried)
            {
                tenure.End();
            }
        }
    }

    /// <summary>Ends as a killed process does: without a word.</summary>
    public void Abandon()
    {
        _stopped.Set();
        _thread?.Join();
    }

    /// <summary>Says farewell: the runs of this process can be claimed at once.</summary>
    public async ValueTask DisposeAsync()
    {
        var wasAbandoned = _stopped.IsSet;
        Abandon();
        if (!wasAbandoned && Current is { IsOver: false } tenure)
        {
            tenure.End();
            await LeaveAsync(tenure);
        }

        _registering.Dispose();
    }

    private async ValueTask<long> RegisterAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _provenAt, Stopwatch.GetTimestamp());
        await using var command = connection.Command(
            Register, Sql.Of(Owner), Sql.Of(_session), Sql.Of(_lease), Sql.Of(TakesUp),
            Sql.Of(NodeTable.Text(_node.Roles)), Sql.Of(NodeTable.Text(_node.Pools)), Sql.Of(_node.Version), Sql.Of(_writers));
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async ValueTask LeaveAsync(Tenure tenure)
    {
        try
        {
            await using var connection = await _database.OpenAsync(CancellationToken.None);
            await using var command = connection.Command("SELECT axle.leave($1)", Sql.Of(tenure.Node));
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
        {
            // Who cannot say farewell is buried when its lease is over.
        }
    }

    private void Beat()
    {
        using var connection = new NodeConnection(_database, _lease);
        while (!_stopped.Wait(_lease / BeatsInLease))
        {
            if (Current is not { IsOver: false } tenure)
                continue;
            var asked = Stopwatch.GetTimestamp();
            switch (connection.Beat(tenure, TakesUp, Volatile.Read(ref _activity)()))
            {
                case true:
                    Interlocked.Exchange(ref _provenAt, asked);
                    break;
                case false:
                    tenure.End();
                    break;
            }
        }
    }
}
