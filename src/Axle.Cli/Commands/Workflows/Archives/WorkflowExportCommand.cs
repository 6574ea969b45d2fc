using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Hosting;
using Axle.Workflows.Archive;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Archives;

/// <summary><c>ax workflow export</c>: a run with its history in one file.</summary>
internal sealed class WorkflowExportCommand : OneRunCommand
{
    private readonly Option<string?> _out = new("--out", "-o")
    {
        Description = "The file. Default: RUN.axle.jsonl in the current directory. A name that ends in .gz is packed.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Write over a file that exists." };

    public WorkflowExportCommand(CommandContext context)
        : base(context, "export", "Write a run with its whole history into one file, in which any change would be seen.",
            new("ax workflow export latest", "The last run, into a file in this directory"),
            new("ax workflow export latest --out /backup/run.axle.jsonl.gz", "Packed, and somewhere else"))
    {
        Add(_out);
        Add(_force);
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var path = call.Outside.FullPath(call.Get(_out) is { Length: > 0 } typed ? typed : $"{row.Run}.axle.jsonl");
        if (File.Exists(path) && !call.Get(_force))
            throw new UsageException($"'{call.Outside.ShownPath(path)}' exists already. Name another file with --out, or say --force.");
        ArchiveSummary? summary = null;
        var options = new ArchiveExportOptions { Pack = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) };
        await new ArchiveFolder(Path.GetDirectoryName(path)!).WriteAsync(
            Path.GetFileName(path),
            async (output, cancellation) => summary = await host.Get<RunExport>().WriteAsync(row.Run, output, options, cancellation),
            cancellationToken);
        if (call.Json)
            call.WriteDocument(ArchiveDocument.Of(summary!, path), CliJson.Context.ArchiveDocument);
        else
            call.Say($"{call.Outside.ShownPath(path)}: run {row.Run}, {Words.Count(summary!.Events, "event")}, {Words.Name(summary.Status)}");
        return ExitCodes.Success;
    }
}
