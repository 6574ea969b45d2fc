using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Storage.Postgres;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>
/// A database, a broker, and processes of <c>ax</c> that share them; and beside them a door through which runs are started and looked at, and a ledger
/// outside of it all, in which steps write what they do.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-nodes-");
    private readonly Dictionary<string, string> _environment;
    private readonly List<AxProcess> _processes = [];
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly PostgresRunStore _store;
    private readonly WorkflowEngine _door;
    private readonly string _broker;

    public Installation(RabbitServer broker)
    {
        Assert.SkipWhen(PostgresServer.Shared.Missing is not null, PostgresServer.Shared.Missing ?? "");
        Assert.SkipWhen(broker.Missing is not null, broker.Missing ?? "");
        _patience.CancelAfter(Longest);
        // On a busy machine nobody is to pass for dead who is only slow.
        _broker = $"{broker.Address}/?prefix={_folder.Name}&silence=600&heartbeat=60";
        var address = PostgresServer.Shared.CreateDatabase();
        _environment = new(StringComparer.Ordinal)
        {
            ["AXLE_STORE"] = address,
            ["AXLE_DATABASE"] = "",
            ["HOME"] = _folder.FullName,
        };
        _store = PostgresRunStore.Open(new PostgresOptions(address));
        _door = new WorkflowEngine(
            _store, new PriorityWorkQueue(), new NobodyHandler(), new DefinitionLoader(), TimeProvider.System, new EngineOptions { LeavesRuns = true });
    }

    public CancellationToken Cancellation => _patience.Token;

    /// <summary>A step of which nothing is heard for three seconds is handed out again.</summary>
    public const string SoonSilent = "&silence=3";

    /// <summary>Settings of the broker for nodes that are started from now on, each with a <c>&amp;</c> before it.</summary>
    public string Settings { get; set; } = "";

    public string Ledger => Path.Combine(_folder.FullName, "ledger");

    public RunReader Reader => _door.Reader;

    public string Folder => _folder.FullName;

    /// <summary>What the names of its queues begin with.</summary>
    public string Prefix => _folder.Name;

    public Task<AxProcess> StartEngineAsync() => StartAsync("are executed here", "serve", "--role", "engine");

    public Task<AxProcess> StartWorkerAsync(params string[] arguments) => StartAsync("Making steps", ["worker", .. arguments]);

    public async Task<AxProcess> StartAsync(string readyWhen, params string[] arguments)
    {
        _environment["AXLE_QUEUE"] = _broker + Settings;
        var process = await AxProcess.StartAsync(Folder, _environment, readyWhen, Cancellation, arguments);
        _processes.Add(process);
        return process;
    }

    /// <summary>Starts a run; engines take it up. Its steps may execute commands.</summary>
    public async Task<RunHandle> RunAsync(string yaml)
    {
        var reading = WorkflowReader.Read(yaml, "test.yaml");
        reading.Faults.ShouldBeEmpty();
        var start = new StartRun(reading.Workflow!) { Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", Folder).Add("allowRun", "true") };
        return await _door.StartAsync(start, Cancellation);
    }

    /// <summary>Waits until a run has ended, or waits for a person.</summary>
    public Task<RunState> EndAsync(RunHandle run) => EndAsync(run.Id);

    /// <summary>Waits until a run has ended, or waits for a person.</summary>
    public Task<RunState> EndAsync(RunId run) => UntilAsync(run, static s => s.Status.IsEnded() || s.Status == RunStatus.Paused);

    /// <summary>Waits until a run is as it should be.</summary>
    public Task<RunState> UntilAsync(RunId run, Func<RunState, bool> holds) => LookAsync(
        () => Reader.StateAsync(run, null, Cancellation).AsTask(), holds,
        static state => $"{state.Id} {state.Status}: {string.Join(", ", state.Records.Select(static s => $"{s.Path} {s.Status} {s.Attempts}"))}");

    /// <summary>Waits until the ledger is as it should be.</summary>
    public Task<string[]> LedgerAsync(Func<string[], bool> holds) => LookAsync(
        async () => File.Exists(Ledger) ? await File.ReadAllLinesAsync(Ledger, Cancellation) : [], holds, static lines => string.Join(", ", lines));

    private async Task<T> LookAsync<T>(Func<Task<T>> look, Func<T, bool> holds, Func<T, string> tell)
    {
        var last = "nothing";
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
            while (true)
            {
                var seen = await look();
                if (holds(seen))
                    return seen;
                last = tell(seen);
                await timer.WaitForNextTickAsync(Cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            var said = string.Join('\n', _processes.Select(static p => $"{p.Id}: {p.Said}"));
            throw new TimeoutException($"It did not come to be as it should within {Longest}. Last seen: {last}\n{said}");
        }
    }

    /// <summary>What <c>ax node list</c> says.</summary>
    public async Task<ListedNode[]> NodesAsync()
    {
        var list = await StartAsync("]", "node", "list", "--json");
        (await list.WaitAsync(Cancellation)).ShouldBe(0);
        return JsonSerializer.Deserialize<ListedNodes>(list.Said, JsonSerializerOptions.Web)!.Nodes;
    }

    /// <summary>Asks <c>ax node list</c> until it says what it should.</summary>
    public Task<ListedNode[]> NodesUntilAsync(Func<ListedNode[], bool> holds) => LookAsync(
        NodesAsync, holds, static nodes => string.Join(", ", nodes.Select(static n => n.Name)));

    /// <summary>Asks <c>ax node scaling</c> until it says of a pool what it should.</summary>
    public Task<JsonObject> ScalingUntilAsync(string pool, Func<JsonObject, bool> holds) => ListedUntilAsync(["node", "scaling"], "pools", "pool", pool, holds);

    /// <summary>Asks <c>ax bulkhead list</c> until it says of a bulkhead what it should.</summary>
    public Task<JsonObject> BulkheadUntilAsync(string name, Func<JsonObject, bool> holds) => ListedUntilAsync(["bulkhead", "list"], "bulkheads", "name", name, holds);

    private Task<JsonObject> ListedUntilAsync(string[] command, string list, string key, string name, Func<JsonObject, bool> holds) => LookAsync(
        async () =>
        {
            var asked = await StartAsync("]", [.. command, "--json"]);
            (await asked.WaitAsync(Cancellation)).ShouldBe(0);
            return JsonNode.Parse(asked.Said)![list]!.AsArray().Select(static l => l!.AsObject()).FirstOrDefault(l => (string)l[key]! == name) ?? [];
        },
        seen => seen.Count > 0 && holds(seen), static seen => seen.ToJsonString());

    /// <summary>Asks a node whether it is ready until it says so in these words.</summary>
    public async Task<HttpStatusCode> ReadyAsync(HttpClient http, Uri health, string words) => (await LookAsync(
        async () =>
        {
            using var answer = await http.GetAsync(new Uri(health, "ready"), Cancellation);
            return (Status: answer.StatusCode, Words: await answer.Content.ReadAsStringAsync(Cancellation));
        },
        seen => seen.Words == words, static seen => seen.Words)).Status;

    /// <summary>Attempts of a pool that nodes say they have made.</summary>
    public async Task<long> EndedAsync(string pool) =>
        (await _store.ListMinutesAsync(DateTimeOffset.MinValue, Cancellation)).Where(m => m.Pool == pool).Sum(static m => m.Ended);

    /// <summary>Lets steps go on that wait for a file of this name.</summary>
    public void Release(string name) => File.WriteAllText(Path.Combine(Folder, name), "");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            process.Dispose();
        await _door.DisposeAsync();
        await _store.DisposeAsync();
        _patience.Dispose();
        _folder.Delete(recursive: true);
    }

    internal sealed record ListedNode(string Name, string Status, string[] Roles, string[] Pools, string Version);

    private sealed record ListedNodes(ListedNode[] Nodes);

    private sealed class NobodyHandler : IStepHandler
    {
        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"Step '{context.Path}' is made by the door.");
    }
}
