using System.Diagnostics;
using System.Globalization;
using Axle.Bench.Measuring;
using Axle.Bench.Workloads;
using Axle.Storage.Postgres;
using Axle.Tests.Support;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Bench.Cluster;

/// <summary>
/// What lists, filters, searches and histories take among 1,000,000 runs with 20,000,000 events in PostgreSQL, asked through the store one after another,
/// each time for something else; and which indexes were used for it, and how many entries of them were read.
/// </summary>
internal sealed class ClusterQueriesBenchmark : IBenchmark
{
    private const int Runs = 1_000_000;
    private const int RunsWhenShort = 20_000;
    private const double GoalMs = 5;

    /// <summary>Each question is asked so often at least, and no longer than that if it is slow.</summary>
    private const int LeastTimes = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public string Name => "cluster-queries";

    public string Purpose => "lists, filters, search and histories among 1,000,000 runs in PostgreSQL, and the indexes they use";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var isShort = settings.Length < BenchSettings.Default.Length / 4;
        using var server = PostgresServer.StartDurable(kept: settings.Database);
        if (server.Missing is { } missing)
            throw new InvalidOperationException(missing);
        await using var filled = await FilledDatabase.OpenAsync(server, isShort ? RunsWhenShort : Runs);
        var figures = new Figures
        {
            ["runs"] = filled.Runs,
            ["events"] = filled.Events,
            ["gigabytes"] = await filled.GigabytesAsync(),
            ["fillSeconds"] = filled.FillSeconds,
        };
        var rows = new List<Row>();
        foreach (var (name, ask) in Questions(filled, new Random(7)))
        {
            var before = await filled.IndexUseAsync();
            var times = await TimesAsync(filled, ask, isShort ? 50 : 200);
            rows.Add(new Row($"{name} · {await filled.IndexUseAsync(before)}", times));
        }

        figures["worstProcessorP95Ms"] = rows.Max(static r => r.Figures["processorP95Ms"]);
        figures["worstP95Ms"] = rows.Max(static r => r.Figures["p95Ms"]);
        figures["missedGoal"] = rows.Count(static r => r.Figures["p95Ms"] > GoalMs);
        return new Report(Name, figures, [Goal.Most("worstP95Ms", GoalMs)], rows);
    }

    /// <summary>A store of its own for each question: when its sessions end, the server has counted what they read.</summary>
    private static async Task<Figures> TimesAsync(FilledDatabase filled, Func<PostgresRunStore, Task<int>> ask, int times)
    {
        await using var store = PostgresRunStore.Open(new PostgresOptions(filled.Address));
        for (var i = 0; i < LeastTimes / 2; i++)
            await ask(store);
        var sessions = await filled.SessionsAsync();
        var (milliseconds, processor, found, begun) = (new List<double>(), new List<double>(), 0, Stopwatch.GetTimestamp());
        while (milliseconds.Count < times && (milliseconds.Count < LeastTimes || Stopwatch.GetElapsedTime(begun) < Longest))
        {
            var before = ProcessorMilliseconds(sessions);
            var start = Stopwatch.GetTimestamp();
            found += await ask(store);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processor.Add(ProcessorMilliseconds(sessions) - before);
        }

        var (sorted, used) = (milliseconds.ToArray(), processor.ToArray());
        return new Figures
        {
            ["p50Ms"] = Sample.Quantile(sorted, 0.5),
            ["p95Ms"] = Sample.Quantile(sorted, 0.95),
            ["p99Ms"] = Sample.Quantile(sorted, 0.99),
            ["processorP50Ms"] = Sample.Quantile(used, 0.5),
            ["processorP95Ms"] = Sample.Quantile(used, 0.95),
            ["found"] = found / (double)sorted.Length,
        };
    }

    /// <summary>What they have used of a processor, without what they waited for one: says the same on a busy machine.</summary>
    private static double ProcessorMilliseconds(IReadOnlyList<int> sessions) => sessions.Sum(static session =>
        long.Parse(File.ReadAllText($"/proc/{session}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e6;

    private static IEnumerable<(string Name, Func<PostgresRunStore, Task<int>> Ask)> Questions(FilledDatabase filled, Random random)
    {
        RunId Any() => filled.IdOf(random.Next(filled.Runs));
        string Workflow() => FilledDatabase.Workflow(random.Next(FilledDatabase.Workflows));
        string Tenant() => FilledDatabase.Tenant(random.Next(FilledDatabase.Tenants))!;
        var all = RunQuery.Newest;
        (string, Func<PostgresRunStore, Task<int>>) List(string name, Func<RunQuery> query) =>
            (name, async store => (await store.ListRunsAsync(query(), CancellationToken.None)).Count);

        yield return List("newest", () => all);
        yield return List("a page further down", () => all with { Before = Any() });
        yield return List("completed", () => all with { Statuses = [RunStatus.Completed], Before = Any() });
        yield return List("failed", () => all with { Statuses = [RunStatus.Failed], Before = Any() });
        yield return List("under way", () => all with { Statuses = [RunStatus.Idle, RunStatus.Executing, RunStatus.Compensating, RunStatus.Paused] });
        yield return List("of a workflow", () => all with { Workflow = Workflow() });
        yield return List("of a rare workflow", () => all with { Workflow = FilledDatabase.RareWorkflow });
        yield return List("of no workflow", () => all with { Workflow = "there-is-none" });
        yield return List("of a tenant", () => all with { Tenant = Tenant(), Before = Any() });
        yield return List("failed of a tenant", () => all with { Tenant = Tenant(), Statuses = [RunStatus.Failed] });
        yield return List("of a workflow and a tenant", () => all with { Tenant = Tenant(), Workflow = Workflow(), Before = Any() });
        yield return List("failed of a workflow and a tenant", () => all with { Tenant = Tenant(), Workflow = Workflow(), Statuses = [RunStatus.Failed] });
        yield return List("of a workflow in half of all runs", () => all with { Tenant = Scope.DefaultTenant, Workflow = Workflow(), Before = Any() });
        yield return List("failed of a rare workflow and a tenant", () => all with
        {
            Tenant = Tenant(),
            Statuses = [RunStatus.Failed],
            Workflow = FilledDatabase.RareWorkflow,
        });
        yield return List("for a person", () => all with { Attention = RunAttention.DeadLetter | RunAttention.Approval });
        yield return List("of an hour", () => Hour(filled.CreatedAt(random.Next(filled.Runs))));
        yield return List("failed of an hour", () => Hour(filled.CreatedAt(random.Next(filled.Runs))) with { Statuses = [RunStatus.Failed] });
        yield return List("forks of a run", () => all with { Parent = Any() });
        yield return List("search by an id", () => all with { Search = Any().Value });
        yield return List("search by the first 13 characters of an id", () => all with { Search = Any().Value[..13] });
        yield return List("search by the first 10 characters of an id, of a tenant", () => all with { Search = Any().Value[..10], Tenant = Tenant() });
        yield return List("search by a workflow", () => all with { Search = Workflow()[..^1] });
        yield return List("search by a workflow, of a tenant", () => all with { Search = Workflow()[..^1], Tenant = Tenant() });
        yield return List("search by a workflow, failed of a tenant", () => all with
        {
            Search = Workflow()[..^1],
            Tenant = Tenant(),
            Statuses = [RunStatus.Failed],
        });
        yield return List("search by what 50 workflows have in common", () => all with { Search = "CHECKED" });
        yield return List("the same, of a tenant", () => all with { Search = "CHECKED", Tenant = Tenant() });
        yield return List("the same, further down", () => all with { Search = "CHECKED", Tenant = Tenant(), Before = Any() });
        yield return List("search in vain", () => all with { Search = "nobody-has-this" });
        yield return List("search in vain in half of all runs", () => all with { Search = "nobody-has-this", Tenant = Scope.DefaultTenant });
        yield return ("one run", async store => await store.FindRunAsync(Any(), CancellationToken.None) is null ? 0 : 1);
        yield return ("its history", async store => (await store.ReadEventsAsync(Any(), 0, CancellationToken.None)).Count);
        yield return ("its checkpoints", async store => (await store.ListCheckpointsAsync(Any(), CancellationToken.None)).Count);

        RunQuery Hour(DateTimeOffset begin) => all with { From = begin, To = begin.AddHours(1) };
    }
}
