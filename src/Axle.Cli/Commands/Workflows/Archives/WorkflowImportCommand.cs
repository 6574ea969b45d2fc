using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Archive;

namespace Axle.Cli.Commands.Workflows.Archives;

/// <summary><c>ax workflow import</c>: brings a run back from a file.</summary>
internal sealed class WorkflowImportCommand : AxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "An archive that 'ax workflow export' wrote, packed or not." };
    private readonly Option<string?> _as = new("--as") { Description = "The id that the run gets here. Default: the one it had.", HelpName = "ID" };
    private readonly Option<bool> _unfinished = new("--unfinished")
    {
        Description = "Take a run that had not ended, too, to go on with it here. Make sure that nobody executes it where it came from.",
    };

    public WorkflowImportCommand(CommandContext context)
        : base(context, "import", "Bring a run with its history back from a file. Everything is checked before anything is written.",
            new("ax workflow import run-1.axle.jsonl", "Look at a run of another machine"),
            new("ax workflow import run-1.axle.jsonl --as copy-of-run-1", "Beside the one that is here already"))
    {
        Add(_file);
        Add(_as);
        Add(_unfinished);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var typed = call.Require(_file);
        var path = call.Outside.FullPath(typed);
        if (!File.Exists(path))
            throw new AxleException(ErrorKind.NotFound, $"There is no file '{typed}'. Check the path; it counts from the current directory.");
        RunId? id = call.Get(_as) switch
        {
            null => null,
            var text when RunId.TryParse(text, out var known) => known,
            var text => throw new UsageException($"--as '{text}' is no run id: use 1 to 64 characters out of a-z, 0-9, '-' and '_'."),
        };
        await using var host = call.Compose();
        DatabaseFolder.Prepare(host.DatabasePath);
        var options = new ArchiveImportOptions { As = id, AllowUnfinished = call.Get(_unfinished) };
        var row = await host.Get<RunImport>().ReadAsync(() => File.OpenRead(path), options, cancellationToken);
        if (call.Json)
            call.WriteDocument(
                new ArchiveDocument(row.Run.Value, row.Workflow, Words.Name(row.Status), row.LastSeq, path, null), CliJson.Context.ArchiveDocument);
        else
            call.Say($"Run {row.Run} of {row.Workflow} is here: {Words.Count(row.LastSeq, "event")}, {Words.Name(row.Status)}. 'ax workflow status {row.Run}' shows it.");
        return ExitCodes.Success;
    }
}
