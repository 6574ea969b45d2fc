using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.DeadLetters;

/// <summary><c>ax deadletter list</c>: runs that are out of options.</summary>
internal sealed class DeadLetterListCommand : AxCommand
{
    private const int LongestCause = 120;
    private readonly Option<string?> _workflow = new("--workflow") { Description = "Only runs of this workflow.", HelpName = "NAME" };
    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = "At most so many. Default: 100.",
        HelpName = "N",
        DefaultValueFactory = static _ => 100,
    };

    public DeadLetterListCommand(CommandContext context)
        : base(context, "list", "List runs that failed for good, and runs with an effect of unknown outcome, with the cause; newest first.",
            new("ax deadletter list", "What somebody has to look at"),
            new("ax deadletter list --workflow import --json | jq -r '.deadLetters[].error.message'", "The causes of one workflow"))
    {
        Add(_workflow);
        Add(_limit);
        WorksAtServer(async (call, server, stop) =>
        {
            var letters = server.Client.DeadLetters.ListAsync(call.Get(_workflow), stop).Take(Limit(call));
            return Show(call, await letters.Select(DeadLetter.Of).ToListAsync(stop));
        });
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var rows = await RunRows.ListAsync(
            host, new RunQuery([], call.Get(_workflow), Attention: DeadLetter.Reasons), Limit(call), cancellationToken);
        var letters = new List<DeadLetter>();
        foreach (var row in rows)
            letters.Add(await DeadLetter.ReadAsync(host, row, cancellationToken));
        return Show(call, letters);
    }

    private int Limit(Invocation call) => Math.Max(1, call.Get(_limit));

    private static int Show(Invocation call, List<DeadLetter> letters)
    {
        if (call.Json)
        {
            call.WriteDocument(new DeadLetterListDocument([.. letters]), CliJson.Context.DeadLetterListDocument);
            return ExitCodes.Success;
        }

        if (letters.Count == 0)
        {
            call.Note("No dead letters.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["RUN", "WORKFLOW", "WHY", "SINCE", "CAUSE"], letters.Select(l => (string[])
        [
            l.RunId, l.Workflow, l.Why == "failed" ? "failed" : "unknown outcome", Words.Of(l.Since, call.Outside.Time), Words.OneLine(l.Cause, LongestCause),
        ]));
        return ExitCodes.Success;
    }
}
