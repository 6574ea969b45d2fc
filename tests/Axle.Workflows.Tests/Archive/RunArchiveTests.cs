using Axle.Testing.Hosting;
using Axle.Workflows.Archive;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Axle.Workflows.Tests.Engine;

namespace Axle.Workflows.Tests.Archive;

public sealed class RunArchiveTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_comes_back_as_it_was(bool pack)
    {
        var archived = ArchivedRun.Make();
        var before = await archived.Store.FindRunAsync(archived.Run, Cancellation);
        var (bytes, _) = archived.Export(new ArchiveExportOptions { Pack = pack });
        var store = ArchivedRun.Elsewhere();
        var row = await ArchivedRun.ImportAsync(store, bytes);
        row.ShouldBe(before);
        (await EventsAsync(store, row.Run)).ShouldBe(await EventsAsync(archived.Store, archived.Run));
        (await store.ListCheckpointsAsync(row.Run, Cancellation)).ShouldBe(await archived.Store.ListCheckpointsAsync(archived.Run, Cancellation));
        (await store.ReadSignalsAsync(row.Run, Cancellation)).Single().ShouldSatisfyAllConditions(
            s => s.Id.ShouldBe("s1"), s => s.By.ShouldBe("me"), s => s.Body.Value.GetProperty("a").GetString().ShouldBe("ü"));
        (await store.FindDefinitionAsync(row.Definition, Cancellation))
            .ShouldBe(await archived.Store.FindDefinitionAsync(row.Definition, Cancellation));
    }

    [Fact]
    public async Task An_imported_run_is_exported_to_the_same_archive_but_for_the_time()
    {
        var archived = ArchivedRun.Make();
        var lines = archived.Lines();
        var store = ArchivedRun.Elsewhere();
        await ArchivedRun.ImportAsync(store, ArchivedRun.Bytes(lines));
        var output = new MemoryStream();
        await new RunExport(store, archived.Host.Time).WriteAsync(archived.Run, output, null, Cancellation);
        var again = System.Text.Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
        again.Select(Body).Skip(1).ShouldBe(lines.Select(Body).Skip(1));

        static string Body(string line) => line[..line.LastIndexOf(",\"chain\"", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task A_run_can_be_imported_under_another_id()
    {
        var archived = ArchivedRun.Make();
        var row = await ArchivedRun.ImportAsync(archived.Store, archived.Export().Bytes, new ArchiveImportOptions { As = new RunId("run-copy") });
        row.Run.Value.ShouldBe("run-copy");
        (await EventsAsync(archived.Store, row.Run)).ShouldBe(await EventsAsync(archived.Store, archived.Run));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        var archived = ArchivedRun.Make();
        (await Should.ThrowAsync<AxleException>(() => ArchivedRun.ImportAsync(archived.Store, archived.Export().Bytes)))
            .Message.ShouldContain($"There is a run {archived.Run} already");
    }

    [Fact]
    public void Large_values_are_told_once()
    {
        var lines = ArchivedRun.Make().Lines();
        lines.Count(static l => l.StartsWith("{\"payload\"", StringComparison.Ordinal)).ShouldBe(1);
        lines.Count(static l => l.Contains(ArchivedRun.Large, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_run_can_be_resumed_where_it_was_imported()
    {
        var archived = ArchivedRun.Make(fails: true);
        var host = new WorkflowTestHost(new ScriptedHandler());
        var (bytes, _) = archived.Export();
        host.Do(() => ArchivedRun.ImportAsync(host.Store, bytes));
        (await host.Store.FindRunAsync(archived.Run, Cancellation))!.Status.ShouldBe(RunStatus.Failed);
        host.Wait(host.Do(() => host.Engine.ResumeAsync(archived.Run))).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task A_run_that_had_not_ended_is_imported_only_when_that_is_said()
    {
        var host = new WorkflowTestHost(new ScriptedHandler().Hangs("b"));
        var run = host.Do(() => host.Engine.StartAsync(new StartRun(Flows.Of(Flows.Tool("a"), Flows.Tool("b", "a"))))).Id;
        host.Pass(TimeSpan.FromMinutes(1));
        var output = new MemoryStream();
        host.Do(() => new RunExport(host.Store, host.Time).WriteAsync(run, output, null, Cancellation));
        var store = ArchivedRun.Elsewhere();
        (await Should.ThrowAsync<AxleException>(() => ArchivedRun.ImportAsync(store, output.ToArray()))).Error.Kind.ShouldBe(ErrorKind.Refused);
        (await store.FindRunAsync(run, Cancellation)).ShouldBeNull();
        await ArchivedRun.ImportAsync(store, output.ToArray(), new ArchiveImportOptions { AllowUnfinished = true });
        (await store.OpenDueAsync(host.Now, 10, Cancellation)).Single().Row.Run.ShouldBe(run);
    }

    [Fact]
    public async Task A_history_that_went_back_is_folded_as_a_whole()
    {
        var archived = ArchivedRun.Make();
        var host = archived.Host;
        var checkpoint = host.Do(() => host.Engine.Reader.CheckpointsAsync(archived.Run, Cancellation).AsTask())[0];
        host.Wait(host.Do(() => host.Engine.ResumeAsync(archived.Run, from: checkpoint.Name)));
        var store = ArchivedRun.Elsewhere();
        var row = await ArchivedRun.ImportAsync(store, archived.Export().Bytes);
        row.ShouldBe(await archived.Store.FindRunAsync(archived.Run, Cancellation));
        (await EventsAsync(store, row.Run)).ShouldContain(static e => e.Contains("run-rolled-back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_history_is_imported_in_pieces_and_appears_at_its_end()
    {
        var host = new WorkflowTestHost(new ScriptedHandler());
        var run = host.Run(Flows.Of([.. Enumerable.Range(0, 700).Select(static n => Flows.Tool($"s{n}"))])).Run;
        var output = new MemoryStream();
        host.Do(() => new RunExport(host.Store, host.Time).WriteAsync(run, output, null, Cancellation));
        var disk = new MemoryDisk();
        using var store = new MemoryRunStore(disk, "elsewhere");
        var row = await ArchivedRun.ImportAsync(store, output.ToArray());
        row.LastSeq.ShouldBeGreaterThan(1_000);
        (await EventsAsync(store, run)).ShouldBe(await EventsAsync(host.Store, run));
        (await store.FindRunAsync(run, Cancellation))!.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task A_run_that_is_not_there_cannot_be_exported() =>
        (await Should.ThrowAsync<AxleException>(
            () => new RunExport(ArchivedRun.Elsewhere(), TimeProvider.System).WriteAsync(new RunId("run-x"), Stream.Null, null, Cancellation)))
        .Error.Kind.ShouldBe(ErrorKind.NotFound);

    private static async Task<string[]> EventsAsync(IRunStore store, RunId run) =>
    [
        .. (await store.ReadEventsAsync(run, 0, Cancellation))
            .Select(static e => $"{e.Seq} {e.At:O} {System.Text.Encoding.UTF8.GetString(RunEventJson.Write(e.Event))} {string.Join(' ', e.Event.GetPayloads())}"),
    ];
}
