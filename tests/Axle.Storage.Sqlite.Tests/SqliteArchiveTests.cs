using Axle.Testing.Hosting;
using Axle.Workflows.Archive;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Storage.Sqlite.Tests;

/// <summary>Runs go from one file to another, and come back to life there.</summary>
public sealed class SqliteArchiveTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-archive-");
    private readonly SqliteRunStore _here;
    private readonly SqliteRunStore _there;

    public SqliteArchiveTests()
    {
        _here = SqliteRunStore.Open(Path.Combine(_folder.FullName, "here.db"));
        _there = SqliteRunStore.Open(Path.Combine(_folder.FullName, "there.db"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_failed_run_goes_from_file_to_file_and_is_resumed_there()
    {
        var large = new { text = new string('x', 10_000) };
        var failing = new ScriptedHandler().Returns("a", large).Fails("b", ErrorKind.Refused);
        var run = await RunAsync(_here, failing, Chain("a", "b"));
        var row = await CopyAsync(run);
        row.Status.ShouldBe(RunStatus.Failed);
        (await EventsAsync(_there, run)).ShouldBe(await EventsAsync(_here, run));
        await using var engine = Engine(_there, new ScriptedHandler());
        (await (await engine.ResumeAsync(run, cancellationToken: Cancellation)).Completion.WaitAsync(Cancellation)).Status.ShouldBe(RunStatus.Completed);
        (await EventsAsync(_there, run))[..(int)row.LastSeq].ShouldBe(await EventsAsync(_here, run));
    }

    [Fact]
    public async Task A_long_history_is_copied_in_pieces()
    {
        var run = await RunAsync(_here, new ScriptedHandler(), Chain([.. Enumerable.Range(0, 700).Select(static n => $"s{n}")]));
        var row = await CopyAsync(run);
        row.LastSeq.ShouldBeGreaterThan(1_000);
        (await EventsAsync(_there, run)).ShouldBe(await EventsAsync(_here, run));
        (await _there.ListCheckpointsAsync(run, Cancellation)).ShouldBe(await _here.ListCheckpointsAsync(run, Cancellation));
    }

    private async Task<RunRow> CopyAsync(RunId run)
    {
        var file = Path.Combine(_folder.FullName, "run.jsonl");
        await using (var output = File.Create(file))
            await new RunExport(_here, TimeProvider.System).WriteAsync(run, output, null, Cancellation);
        return await new RunImport(_there, new DefinitionLoader(), TimeProvider.System).ReadAsync(() => File.OpenRead(file), null, Cancellation);
    }

    private static async Task<RunId> RunAsync(SqliteRunStore store, IStepHandler handler, Workflow workflow)
    {
        await using var engine = Engine(store, handler);
        var handle = await engine.StartAsync(new StartRun(workflow), Cancellation);
        await handle.Completion.WaitAsync(Cancellation);
        return handle.Id;
    }

    private static WorkflowEngine Engine(SqliteRunStore store, IStepHandler handler) =>
        new(store, new PriorityWorkQueue(), handler, new DefinitionLoader(), TimeProvider.System, new EngineOptions());

    private static Workflow Chain(params string[] keys) => new()
    {
        Name = "chain",
        Steps = [.. keys.Select((key, i) => new Step { Key = key, Action = new ToolAction(key), DependsOn = i == 0 ? [] : [keys[i - 1]] })],
    };

    private static async Task<string[]> EventsAsync(SqliteRunStore store, RunId run) =>
    [
        .. (await store.ReadEventsAsync(run, 0, Cancellation))
            .Select(static e => $"{e.Seq} {e.At:O} {System.Text.Encoding.UTF8.GetString(RunEventJson.Write(e.Event))} {string.Join(' ', e.Event.GetPayloads())}"),
    ];
}
