using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Approvals;

/// <summary><c>ax approval show</c>: one question with all that it is about.</summary>
internal sealed class ApprovalShowCommand : ApprovalCommand
{
    public ApprovalShowCommand(CommandContext context)
        : base(context, "show", "Show a question that waits for an answer: what is asked, whom, and which parameters an answer may change.",
            new("ax approval show latest", "What the last run asks"),
            new("ax approval show latest --json | jq .parameters", "What it is about")) =>
        AnswersAtServer(static (call, server, approval, _) => Task.FromResult(Show(call, approval, $" --server {server.Url}")));

    protected override Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, OpenApproval approval, CancellationToken cancellationToken) =>
        Task.FromResult(Show(call, approval, ""));

    private static int Show(Invocation call, OpenApproval approval, string where)
    {
        if (call.Json)
        {
            call.WriteDocument(approval, CliJson.Context.OpenApproval);
            return ExitCodes.Success;
        }

        call.Say($"{approval.RunId}  {approval.Workflow}  {approval.Step}");
        call.Say($"  Question  {approval.Message}");
        call.Say($"  Asked     {(approval.Assignees.IsEmpty ? "anybody" : string.Join(", ", approval.Assignees))}"
            + (approval.Since is { } since ? $", since {Words.Of(since, call.Outside.Time)}" : ""));
        if (approval.Until is { } until)
            call.Say($"  Until     {Words.Of(until, call.Outside.Time)}");
        if (approval.Parameters is { ValueKind: System.Text.Json.JsonValueKind.Object } parameters)
        {
            call.Say();
            TextTable.Write(
                call.Outside.Output,
                ["PARAMETER", "MAY CHANGE", "VALUE"],
                parameters.EnumerateObject().Select(p => (string[])[p.Name, approval.Editable.Contains(p.Name) ? "yes" : "no", p.Value.GetRawText()]));
        }

        call.Say();
        call.Say($"ax approval approve {approval.RunId} {approval.Step}{where}");
        call.Say($"ax approval reject {approval.RunId} {approval.Step} --comment 'why'{where}");
        return ExitCodes.Success;
    }
}
