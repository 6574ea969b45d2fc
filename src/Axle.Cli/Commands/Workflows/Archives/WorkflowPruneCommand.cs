using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Sources;

namespace Axle.Cli.Commands.Workflows.Archives;

/// <summary><c>ax workflow prune</c>: removes runs that ended long ago.</summary>
internal sealed class WorkflowPruneCommand : AxCommand
{
    private const int Batch = 100;
    private const int MostListed = 1000;
    private readonly Option<string> _olderThan = new("--older-than")
    {
        Description = "Age of a run's last event, for example 30d, 12h or 90m.",
        HelpName = "TIME",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = $"Only list them, at most {MostListed}." };

    public WorkflowPruneCommand(CommandContext context)
        : base(context, "prune", "Remove runs that ended long ago, with their histories. Runs that wait for a person, such as dead letters, stay.",
            new("ax workflow prune --older-than 30d --dry-run", "Which ones would go"),
            new("ax workflow prune --older-than 30d", "Remove what ended more than 30 days ago"))
    {
        Add(_olderThan);
        Add(_dryRun);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var before = call.Outside.Time.GetUtcNow() - TimeText.Read("--older-than", call.Get(_olderThan)!);
        await using var host = call.Compose();
        var dryRun = call.Get(_dryRun);
        var removed = new List<string>();
        while (host.HasDatabase)
        {
            var old = await host.Store.ListExpiredAsync(before, dryRun ? MostListed : Batch, cancellationToken);
            removed.AddRange(old.Select(static r => r.Run.Value));
            if (dryRun || old.Count == 0)
                break;
            // A few at a time, so that whoever executes runs meanwhile does not wait long.
            await host.Store.PurgeAsync(before, old.Count, cancellationToken);
        }

        if (call.Json)
        {
            call.WriteDocument(new RemovalDocument(dryRun, [.. removed]), CliJson.Context.RemovalDocument);
            return ExitCodes.Success;
        }

        if (dryRun)
            removed.ForEach(call.Say);
        call.Note(removed.Count == 0 ? "No run is that old." : $"{Words.Count(removed.Count, "run")} {(dryRun ? "would be removed; nothing was done." : "removed.")}");
        return ExitCodes.Success;
    }
}
