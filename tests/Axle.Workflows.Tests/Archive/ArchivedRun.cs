using System.Text;
using Axle.Testing.Hosting;
using Axle.Workflows.Archive;
using Axle.Workflows.Engine;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Tests.Engine;

namespace Axle.Workflows.Tests.Archive;

/// <summary>A run of the engine with large values, a retry, checkpoints and a signal, and ways to archive it.</summary>
internal sealed class ArchivedRun
{
    public static readonly string Large = new('ä', 3 * Payload.InlineLimit);

    private ArchivedRun(WorkflowTestHost host, RunId run) => (Host, Run) = (host, run);

    public WorkflowTestHost Host { get; }

    public RunId Run { get; }

    public IRunStore Store => Host.Store;

    public static ArchivedRun Make(bool fails = false)
    {
        var handler = new ScriptedHandler().Returns("a", new { text = Large }).Fails("b", ErrorKind.Network, times: 1).Returns("c", new { text = Large });
        if (fails)
            handler.Fails("d", ErrorKind.Refused);
        var host = new WorkflowTestHost(handler);
        var outcome = host.Run(Flows.Of(Flows.Tool("a"), Flows.Tool("b", "a"), Flows.Tool("c", "b"), Flows.Tool("d", "c")));
        host.Do(async () =>
        {
            await host.Store.SendSignalAsync(
                new RunSignal(outcome.Run, "s1", "news", Flows.Value("""{"a":"ü"}"""), "me", host.Now), TestContext.Current.CancellationToken);
            return true;
        });
        return new ArchivedRun(host, outcome.Run);
    }

    public (byte[] Bytes, ArchiveSummary Summary) Export(ArchiveExportOptions? options = null)
    {
        var output = new MemoryStream();
        var summary = Host.Do(() => new RunExport(Store, Host.Time).WriteAsync(Run, output, options, TestContext.Current.CancellationToken));
        return (output.ToArray(), summary);
    }

    public string[] Lines() => Encoding.UTF8.GetString(Export().Bytes).TrimEnd('\n').Split('\n');

    public static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(static l => l + "\n")));

    /// <summary>Another, empty store.</summary>
    public static MemoryRunStore Elsewhere() => new(new MemoryDisk(), "elsewhere");

    public static async Task<RunRow> ImportAsync(IRunStore store, byte[] archive, ArchiveImportOptions? options = null) =>
        await new RunImport(store, new DefinitionLoader(), TimeProvider.System)
            .ReadAsync(() => new MemoryStream(archive), options, TestContext.Current.CancellationToken);
}
