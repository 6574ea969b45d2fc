using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Approvals;

/// <summary><c>ax approval list</c>: every question that waits for a person, over all runs.</summary>
internal sealed class ApprovalListCommand : AxCommand
{
    private const int MostRuns = 10_000;
    private const int LongestQuestion = 100;
    private readonly Option<string?> _workflow = new("--workflow") { Description = "Only runs of this workflow.", HelpName = "NAME" };
    private readonly Option<string?> _assignee = new("--assignee") { Description = "Only what this person is asked, and what anybody is.", HelpName = "WHO" };

    public ApprovalListCommand(CommandContext context)
        : base(context, "list", "List the questions that wait for a person's answer, over all runs, the oldest first.",
            new("ax approval list", "What waits for an answer"),
            new("ax approval list --assignee ada --json | jq -r '.approvals[].runId'", "The runs that wait for Ada"))
    {
        Add(_workflow);
        Add(_assignee);
        WorksAtServer(async (call, server, stop) =>
        {
            var open = await server.Client.Approvals.ListAsync(null, call.Get(_workflow), call.Get(_assignee), stop);
            return Show(call, [.. open.Select(OpenApproval.Of)]);
        });
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var rows = await RunRows.ListAsync(host, new RunQuery([], call.Get(_workflow), Attention: RunAttention.Approval), MostRuns, cancellationToken);
        var open = new List<OpenApproval>();
        foreach (var row in rows)
            open.AddRange(await OpenApproval.OfAsync(host, row, cancellationToken));
        if (call.Get(_assignee) is { } who)
            open.RemoveAll(a => !a.Assignees.IsEmpty && !a.Assignees.Contains(who, StringComparer.OrdinalIgnoreCase));
        open.Sort(static (a, b) => Nullable.Compare(a.Since, b.Since));
        return Show(call, open);
    }

    private static int Show(Invocation call, List<OpenApproval> open)
    {
        if (call.Json)
        {
            call.WriteDocument(new ApprovalListDocument([.. open]), CliJson.Context.ApprovalListDocument);
            return ExitCodes.Success;
        }

        if (open.Count == 0)
            call.Note("No run waits for an approval.");
        else
            Write(call, open);
        return ExitCodes.Success;
    }

    private static void Write(Invocation call, List<OpenApproval> open) => TextTable.Write(
        call.Outside.Output,
        ["RUN", "WORKFLOW", "STEP", "ASKED", "WHO", "QUESTION"],
        open.Select(a => (string[])
        [
            a.RunId, a.Workflow, a.Step, a.Since is { } since ? Words.Of(since, call.Outside.Time) : "", a.Assignees.IsEmpty ? "anybody" : string.Join(", ", a.Assignees),
            Words.OneLine(a.Message, LongestQuestion),
        ]));
}
