using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Commands.Workflows;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Approvals;

/// <summary><c>ax approval approve</c>.</summary>
internal sealed class ApprovalApproveCommand : ApprovalCommand
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Change a parameter that may be changed; name=@file takes the file's content. May be repeated.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> _comment = new("--comment") { Description = "What to say to it; kept in the run's history.", HelpName = "TEXT" };

    public ApprovalApproveCommand(CommandContext context)
        : base(context, "approve", "Say yes to a question of a run, as it is or with changed parameters.",
            new("ax approval approve latest", "Yes to the last run's question"),
            new("ax approval approve latest --set replicas=2 --comment 'start small'", "Yes, with a change"))
    {
        Add(_set);
        Add(_comment);
        AnswersAtServer(async (call, server, approval, stop) =>
        {
            JsonElement? changes = ChangesOf(call, approval) is { } changed ? JsonSerializer.SerializeToElement(changed) : null;
            var answer = await server.Client.Approvals.ApproveAsync(
                approval.RunId, approval.Step, changes, call.Get(_comment), questionId: approval.QuestionId, cancellationToken: stop);
            return new ServedRuns(call, server).Tell(answer, RunSignals.Answer, $"Approved: {approval.Step} of run {approval.RunId}.");
        });
        Remarks = ["An answer that changes what may not be changed, or does not fit the question's schema, is ignored, and the reason is told (exit code 3). " + WorkflowSignalCommand.GoesOn];
    }

    protected override Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, OpenApproval approval, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["path"] = approval.Step, ["questionId"] = approval.QuestionId, ["decision"] = "approve" };
        if (call.Get(_comment) is { Length: > 0 } comment)
            body["comment"] = comment;
        if (ChangesOf(call, approval) is { } changes)
            body["parameters"] = changes;
        return new SignalSending(call, host).SendAsync(
            row, RunSignals.Answer, body, now => $"Approved: {approval.Step} of run {now.Run}.", null, cancellationToken);
    }

    private JsonObject? ChangesOf(Invocation call, OpenApproval approval)
    {
        var changes = new NamedValues(call.Outside).Read("--set", call.Get(_set), name => IsText(approval, name));
        if (changes.Count == 0)
            return null;
        var parameters = approval.Parameters is { ValueKind: JsonValueKind.Object } shown ? JsonObject.Create(shown)! : [];
        foreach (var (name, value) in changes)
            parameters[name] = value?.DeepClone();
        return parameters;
    }

    // What was text stays text, also when it looks like a number.
    private static bool IsText(OpenApproval approval, string name) =>
        approval.Parameters is { ValueKind: JsonValueKind.Object } shown
        && shown.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
}
