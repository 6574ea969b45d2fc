using System.Collections.Concurrent;
using System.Globalization;
using Axle.Bench.Workloads;
using Axle.Storage.Postgres;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Bench.Cluster;

/// <summary>Two engines, three workers and runs that never end while this lasts; whoever is killed is replaced by another.</summary>
internal sealed class TakeoverDrill : IAsyncDisposable
{
    private const int Runs = 40;
    private const int StepsPerRun = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly SharedServers _servers = SharedServers.Start();
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly Queue<NodeProcess> _workers = new();
    private readonly List<NodeProcess> _engines = [];
    private readonly PostgresRunStore _store;
    private readonly WorkflowEngine _door;
    private readonly NpgsqlDataSource _looking;

    private TakeoverDrill()
    {
        _store = PostgresRunStore.Open(new PostgresOptions(_servers.Store));
        _door = new WorkflowEngine(
            _store, new PriorityWorkQueue(), new NoOpHandler(), new DefinitionLoader(), TimeProvider.System, new EngineOptions { LeavesRuns = true });
        _looking = NpgsqlDataSource.Create(_servers.Connection);
    }

    /// <summary>Starts everything, and waits until every run has a step under way.</summary>
    public static async Task<TakeoverDrill> StartAsync()
    {
        var drill = new TakeoverDrill();
        drill._engines.AddRange(await drill._servers.StartAsync(NodeCommand.Engine, 2));
        foreach (var worker in await drill._servers.StartAsync(NodeCommand.Worker, 3, hear: drill.Hear))
            drill._workers.Enqueue(worker);
        var workflow = BenchWorkflows.Chain(StepsPerRun, "tool: hold");
        for (var i = 0; i < Runs; i++)
            await drill._door.StartAsync(new StartRun(workflow));
        await UntilAsync("every run has a step under way", () => drill._held.Count == Runs);
        return drill;
    }

    /// <summary>Kills the oldest worker.</summary>
    /// <returns>For each step that it had, after how many milliseconds another began it.</returns>
    public async Task<List<double>> KillWorkerAsync()
    {
        var victim = _workers.Dequeue();
        await UntilAsync("the worker has a step", () => _held.Values.Any(h => h.IsHeldBy(victim)));
        var heir = _servers.StartAsync(NodeCommand.Worker, 1, hear: Hear);
        var killed = await victim.KillAsync();
        var left = _held.Where(h => h.Value.IsHeldBy(victim)).Select(static h => h.Key).ToArray();
        await UntilAsync("steps of a dead worker are made again", () => left.All(run => _held[run] is var held && (held.By != victim || Again(held))));
        // Those that another had begun before: the victim had ended the step before, and was killed before it was heard.
        var again = left.Where(run => Again(_held[run])).ToDictionary(static run => run, run => _held[run].BegunAt);
        // None is killed twice: the broker counts, and after eight workers a step is taken for what kills them.
        await UntilAsync("steps that were made again end", () => again.All(a => !_held[a.Key].IsUnderWay || _held[a.Key].BegunAt > a.Value));
        var times = again.Values.Select(at => Milliseconds(killed, at)).ToList();
        _workers.Enqueue((await heir)[0]);
        // Between the last look and the kill all of its steps may have ended.
        return times.Count > 0 ? times : await KillWorkerAsync();

        bool Again(Held held) => held.BegunAt > killed.UtcTicks;
    }

    /// <summary>Kills the engine that has more of the runs.</summary>
    /// <returns>For each run that it had, after how many milliseconds another engine recorded something of it, and a worker began its step again.</returns>
    public async Task<List<(double GoOnMs, double AgainMs)>> KillEngineAsync()
    {
        var owned = await OwnedAsync();
        var victim = owned.MaxBy(static o => o.Value.Length).Key;
        _engines.Remove(victim);
        var heir = _servers.StartAsync(NodeCommand.Engine, 1);
        var killed = await victim.KillAsync();
        var runs = owned[victim];
        var went = new Dictionary<string, long>();
        await UntilAsync("runs of a dead engine go on", async () => (went = await FirstAfterAsync(runs, killed)).Count == runs.Length);
        await UntilAsync("steps of runs of a dead engine are made again", () => runs.All(run => _held[run].BegunAt > went[run]));
        var times = runs.Select(run => (Milliseconds(killed, went[run]), Milliseconds(killed, _held[run].BegunAt))).ToList();
        _engines.Add((await heir)[0]);
        return times;
    }

    public async ValueTask DisposeAsync()
    {
        await _looking.DisposeAsync();
        await _door.DisposeAsync();
        await _store.DisposeAsync();
        _servers.Dispose();
    }

    private void Hear(NodeProcess worker, string line)
    {
        if (line.Split(' ') is not [var what, var run, var ticks])
            return;
        var (begins, at) = (what == "begin", long.Parse(ticks, CultureInfo.InvariantCulture));
        _held.AddOrUpdate(run, _ => new Held(worker, at, begins), (_, before) => before.After(worker, at, begins));
    }

    private async Task<Dictionary<NodeProcess, string[]>> OwnedAsync()
    {
        await using var command = _looking.CreateCommand("SELECT n.name, r.run_id FROM axle.runs r JOIN axle.nodes n ON n.id = r.owner");
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<(string Node, string Run)>();
        while (await rows.ReadAsync())
            found.Add((rows.GetString(0), rows.GetString(1)));
        return _engines.ToDictionary(
            static e => e, e => found.Where(f => f.Node.StartsWith($"process {e.Id} on ", StringComparison.Ordinal)).Select(static f => f.Run).ToArray());
    }

    private async Task<Dictionary<string, long>> FirstAfterAsync(string[] runs, DateTimeOffset time)
    {
        await using var command = _looking.CreateCommand(
            "SELECT r.run_id, min(e.at) FROM axle.runs r JOIN axle.events e ON e.run = r.id WHERE r.run_id = ANY($1) AND e.at > $2 GROUP BY r.run_id");
        command.Parameters.Add(new() { Value = runs });
        command.Parameters.Add(new() { Value = time.UtcTicks });
        await using var rows = await command.ExecuteReaderAsync();
        var first = new Dictionary<string, long>();
        while (await rows.ReadAsync())
            first[rows.GetString(0)] = rows.GetInt64(1);
        return first;
    }

    private static double Milliseconds(DateTimeOffset from, long to) => TimeSpan.FromTicks(to - from.UtcTicks).TotalMilliseconds;

    private static Task UntilAsync(string what, Func<bool> holds) => UntilAsync(what, () => Task.FromResult(holds()));

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var timer = new PeriodicTimer(Look, TimeProvider.System);
        while (!await holds())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"It does not come true within {Patience} that {what}.");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>What is known of the newest step of a run.</summary>
    /// <param name="By">Who began it last.</param>
    /// <param name="BegunAt">When, in ticks of UTC.</param>
    /// <param name="IsUnderWay">Whether it has not ended.</param>
    private sealed record Held(NodeProcess By, long BegunAt, bool IsUnderWay)
    {
        public bool IsHeldBy(NodeProcess worker) => IsUnderWay && By == worker;

        /// <summary>What is said later may be heard earlier, as each process is heard by itself.</summary>
        public Held After(NodeProcess worker, long at, bool begins) => at < BegunAt ? this
            : begins ? new Held(worker, at, true)
            : By == worker ? this with { IsUnderWay = false }
            : this;
    }
}
