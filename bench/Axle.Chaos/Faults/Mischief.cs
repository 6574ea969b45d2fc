using System.Collections.Concurrent;
using System.Globalization;
using Axle.Chaos.Networks;
using Axle.Chaos.Nodes;

namespace Axle.Chaos.Faults;

/// <summary>Has things fail as planned, and mends them.</summary>
internal sealed class Mischief(Installation nodes, IReadOnlyList<Fault> plan, Action<string> say) : IDisposable
{
    private static readonly TimeSpan SlowFlush = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UntilOneIsUp = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _broker = new(1);
    private readonly SemaphoreSlim _database = new(1);
    private readonly ConcurrentQueue<Killed> _killed = new();
    private readonly ConcurrentQueue<Trouble> _troubles = new();
    private readonly ConcurrentDictionary<FaultKind, int> _counts = new();

    /// <summary>Nodes that were killed.</summary>
    public IReadOnlyCollection<Killed> Killed => _killed;

    /// <summary>When something else was wrong than that nodes were killed.</summary>
    public IReadOnlyCollection<Trouble> Troubles => _troubles;

    /// <summary>How often each happened.</summary>
    public IReadOnlyDictionary<FaultKind, int> Counts => _counts;

    /// <summary>Does all of it, and returns when all of it is mended.</summary>
    public async Task DoAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var under = new List<Task>();
        foreach (var fault in plan)
        {
            var left = fault.At - TimeProvider.System.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
                await Machine.Pause(left, cancellationToken);
            under.Add(Task.Run(() => DoAsync(fault, cancellationToken), cancellationToken));
            under.RemoveAll(static t => t.IsCompletedSuccessfully);
        }

        await Task.WhenAll(under);
    }

    public void Dispose()
    {
        _broker.Dispose();
        _database.Dispose();
    }

    private Task DoAsync(Fault fault, CancellationToken cancellationToken) => fault.Kind switch
    {
        FaultKind.Kill => KillAsync(fault, cancellationToken),
        FaultKind.Pause => TroubleAsync(fault, static n => n.Signal("STOP"), static n => n.Signal("CONT"), cancellationToken),
        FaultKind.Cut => CutAsync(fault, LineEnds.Both, cancellationToken),
        FaultKind.CutFromDatabase => CutAsync(fault, LineEnds.Database, cancellationToken),
        FaultKind.CutFromBroker => CutAsync(fault, LineEnds.Broker, cancellationToken),
        FaultKind.BrokerDies => BrokerAsync(fault, isEmpty: false, cancellationToken),
        FaultKind.BrokerIsEmpty => BrokerAsync(fault, isEmpty: true, cancellationToken),
        FaultKind.DatabaseDies => DatabaseAsync(fault, cancellationToken),
        _ => SlowDiskAsync(fault, cancellationToken),
    };

    private async Task KillAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (Choose(fault) is not { } node)
            return;
        var owned = Task.FromResult<string[]>([]);
        try
        {
            if (node is { Role: NodeRole.Engine, Process.Id: var id })
                await (owned = nodes.OwnedByAsync(id, cancellationToken));
        }
        catch (Npgsql.NpgsqlException)
        {
            // The database is away: what it owned is not known.
        }

        var (at, time) = (Machine.Uptime, TimeProvider.System.GetUtcNow());
        if (node.Kill() is not { } pid)
            return;
        Count(fault.Kind);
        _killed.Enqueue(new Killed(node.Role, pid, at, time, owned.IsCompletedSuccessfully ? owned.Result : []));
    }

    private Task CutAsync(Fault fault, LineEnds ends, CancellationToken cancellationToken) =>
        TroubleAsync(fault, n => nodes.Network.Cut(n.Line, ends), n => nodes.Network.Mend(n.Line), cancellationToken);

    /// <summary>
    /// Something that a node has to live through: it is not killed meanwhile. Longer than its lease and its heartbeats. When no node is up, it waits for one.
    /// </summary>
    private async Task TroubleAsync(Fault fault, Action<Node> begin, Action<Node> end, CancellationToken cancellationToken)
    {
        Node? node;
        while ((node = Choose(fault)) is null)
            await Machine.Pause(UntilOneIsUp, cancellationToken);
        var from = Machine.Uptime;
        node.IsInTrouble = true;
        try
        {
            begin(node);
            Say(fault, node.Name);
            await Machine.Pause(fault.Length + TimeSpan.FromSeconds(4), cancellationToken);
        }
        finally
        {
            end(node);
            node.IsInTrouble = false;
            _troubles.Enqueue(new Trouble(fault.Kind, from, Machine.Uptime));
        }
    }

    private Task BrokerAsync(Fault fault, bool isEmpty, CancellationToken cancellationToken) => AloneAsync(fault, _broker, "broker", async () =>
    {
        nodes.Broker.Kill();
        if (isEmpty)
            nodes.Broker.Forget();
        await Machine.Pause(fault.Length / 4, cancellationToken);
        nodes.Broker.Start();
    }, cancellationToken);

    private Task DatabaseAsync(Fault fault, CancellationToken cancellationToken) => AloneAsync(fault, _database, "database", async () =>
    {
        nodes.Database.Kill();
        await Machine.Pause(fault.Length / 2, cancellationToken);
        nodes.Database.Start();
    }, cancellationToken);

    private Task SlowDiskAsync(Fault fault, CancellationToken cancellationToken) => AloneAsync(fault, _database, "database", async () =>
    {
        await nodes.SlowDiskAsync(SlowFlush, cancellationToken);
        await Machine.Pause(fault.Length, cancellationToken);
        await nodes.SlowDiskAsync(TimeSpan.Zero, cancellationToken);
    }, cancellationToken);

    /// <summary>Something that is done to the broker or the database, when nothing else is done to it.</summary>
    private async Task AloneAsync(Fault fault, SemaphoreSlim turn, string what, Func<Task> act, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        var from = Machine.Uptime;
        try
        {
            Say(fault, what);
            await act();
        }
        finally
        {
            _troubles.Enqueue(new Trouble(fault.Kind, from, Machine.Uptime));
            turn.Release();
        }
    }

    private Node? Choose(Fault fault) => Enumerable.Range(fault.Node, nodes.Nodes.Count).Select(i => nodes.Nodes[i % nodes.Nodes.Count])
        .FirstOrDefault(static n => n is { IsUp: true, IsInTrouble: false });

    private void Say(Fault fault, string what)
    {
        Count(fault.Kind);
        say(string.Create(CultureInfo.InvariantCulture, $"{fault} {what}, {fault.Length.TotalSeconds:0.0} s"));
    }

    private void Count(FaultKind kind) => _counts.AddOrUpdate(kind, 1, static (_, n) => n + 1);
}
