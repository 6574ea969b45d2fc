using System.CommandLine;
using System.Text.Json.Nodes;
using Axle.Cli.Commands.Workflows;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Approvals;

/// <summary><c>ax approval reject</c>.</summary>
internal sealed class ApprovalRejectCommand : ApprovalCommand
{
    private readonly Option<string> _comment = new("--comment")
    {
        Description = "Why; kept in the run's history, and in the error that the step fails with.",
        HelpName = "TEXT",
        Required = true,
    };

    public ApprovalRejectCommand(CommandContext context)
        : base(context, "reject", "Say no to a question of a run: its step fails, and says who refused and why.",
            new("ax approval reject latest --comment 'not before Monday'", "No to the last run's question"),
            new("ax approval reject latest deploy --comment 'wrong region' --json", "No to the question of step 'deploy', for a script"))
    {
        Add(_comment);
        AnswersAtServer(async (call, server, approval, stop) =>
        {
            var answer = await server.Client.Approvals.RejectAsync(approval.RunId, call.Get(_comment)!, approval.Step, questionId: approval.QuestionId,
                cancellationToken: stop);
            return new ServedRuns(call, server).Tell(answer, RunSignals.Answer, $"Rejected: {approval.Step} of run {approval.RunId}.");
        });
        Remarks = [WorkflowSignalCommand.GoesOn];
    }

    protected override Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, OpenApproval approval, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["path"] = approval.Step,
            ["questionId"] = approval.QuestionId,
            ["decision"] = "reject",
            ["comment"] = call.Get(_comment),
        };
        return new SignalSending(call, host).SendAsync(
            row, RunSignals.Answer, body, now => $"Rejected: {approval.Step} of run {now.Run}.", null, cancellationToken);
    }
}
