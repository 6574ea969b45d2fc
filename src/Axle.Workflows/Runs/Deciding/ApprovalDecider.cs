using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about questions to persons: who is asked, what an answer means, what it means when none comes.</summary>
internal static class ApprovalDecider
{
    public static void Begin(Decision decision, StepState step, ApprovalAction approval, RunScope scope)
    {
        var parameters = approval.Parameters?.Evaluate(scope);
        var question = JsonObjects.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("message", scope.Text(approval.Message));
            Write(writer, "assignees", approval.Assignees);
            if (parameters is { } values)
            {
                writer.WritePropertyName("parameters");
                values.WriteTo(writer);
            }

            if (approval.Schema is { } schema)
            {
                writer.WritePropertyName("schema");
                schema.WriteTo(writer);
            }

            Write(writer, "editable", approval.Editable);
            writer.WriteEndObject();
        });
        decision.Emit(new ApprovalRequested(step.Path, step.Attempt + 1, question, approval.Timeout is { } limit ? decision.Now + limit : null));
    }

    /// <summary>Time has passed without an answer.</summary>
    public static void Check(Decision decision, StepState step, ApprovalAction approval)
    {
        while (step.Wait is { EscalatesAt: { } next } && next <= decision.Now)
            decision.Emit(new ApprovalEscalated(step.Path, approval.Escalation.Length - step.Wait.Escalations.Length));
        if (step.Wait is not { Until: { } until } || until > decision.Now)
            return;
        switch (approval.OnTimeout)
        {
            case ApprovalTimeoutChoice.Approve:
                Approve(decision, step, "timeout", null, Parameters(step), []);
                break;
            case ApprovalTimeoutChoice.Reject:
                Reject(decision, step, "timeout", null);
                break;
            default:
                var late = $"Nobody answered within {DurationText.Write(approval.Timeout!.Value)}.";
                StepDecider.FailAttempt(decision, step, new AxleError(ErrorKind.Timeout, late), 0.5);
                break;
        }
    }

    /// <summary>A person answered.</summary>
    /// <returns>Why the answer cannot be taken; null when it was.</returns>
    public static string? Answer(Decision decision, RunSignal signal)
    {
        var body = signal.Body.Value;
        var path = JsonObjects.Text(body, "path");
        if (path is null || decision.State.FindStep(path) is not { Status: StepStatus.Waiting, Wait.Question: not null } step)
            return $"no approval waits at '{path}'";
        // Who answers has read one question, which may have been asked anew since, about other things or of other people.
        if (JsonObjects.Text(body, "questionId") is { } meant && meant != step.Wait.QuestionId(step.Attempt))
            return $"another question is open at '{path}' than the one that was answered";
        var approval = (ApprovalAction)step.Action;
        switch (JsonObjects.Text(body, "decision"))
        {
            case "reject":
                Reject(decision, step, signal.By, JsonObjects.Text(body, "comment"));
                return null;
            case "approve":
                var given = JsonObjects.Member(body, "parameters");
                var edits = ParameterEdits.Of(Parameters(step), given);
                if (ParameterEdits.Fault(approval, Parameters(step), edits, given) is { } fault)
                    return fault;
                Approve(decision, step, signal.By, JsonObjects.Text(body, "comment"), ParameterEdits.Merge(Parameters(step), edits), edits);
                return null;
            default:
                return "'decision' must be 'approve' or 'reject'";
        }
    }

    private static JsonElement? Parameters(StepState step) => JsonObjects.Member(step.Wait!.Question!.Value, "parameters");

    private static void Approve(
        Decision decision, StepState step, string by, string? comment, JsonElement? parameters, IReadOnlyList<ParameterEdit> edits)
    {
        var output = JsonObjects.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("approved", true);
            writer.WriteString("by", by);
            writer.WriteString("comment", comment);
            writer.WritePropertyName("parameters");
            if (parameters is { } values)
                values.WriteTo(writer);
            else
                writer.WriteNullValue();
            writer.WriteStartObject("edited");
            foreach (var edit in edits)
                edit.Write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        StepDecider.Succeed(decision, step, step.Attempt, output, [new StepDecision("approved", $"Approved by {by}.")]);
    }

    private static void Reject(Decision decision, StepState step, string by, string? comment)
    {
        var error = new AxleError(ErrorKind.Refused, comment is null ? $"Rejected by {by}." : $"Rejected by {by}: {comment}");
        StepDecider.FailAttempt(decision, step, error, 0.5);
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
