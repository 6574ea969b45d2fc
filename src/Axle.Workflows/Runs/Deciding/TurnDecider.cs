using System.Text.Json;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides about work that goes on in turns: the note of a turn, the steps it asks for, and what they brought.</summary>
internal static class TurnDecider
{
    /// <summary>Handlers ask for steps one inside the other no deeper than this.</summary>
    public const int Deepest = 32;

    /// <summary>Turns of one step no more than this.</summary>
    public const int Most = 10_000;

    /// <summary>An attempt goes on.</summary>
    public static void Turn(Decision decision, StepState step, CompleteStep turned, NextSteps next)
    {
        var number = step.Inner?.Turns.Count ?? 0;
        if (Fault(step, number, next) is { } fault)
        {
            StepDecider.FailAttempt(decision, step, fault, turned.Jitter, turned.Usage);
            return;
        }

        var written = next.Workflow is { } workflow ? Payload.FromJson(WorkflowWriter.ToCanonicalBytes(workflow)) : null;
        var inputs = written is null ? null : next.Inputs;
        decision.Emit(new StepTurned(step.Path, turned.Attempt, number, turned.Output, turned.Decisions, written, inputs, turned.Usage));
    }

    /// <summary>All steps that were asked for have ended: how, is what the handler is told.</summary>
    public static void Close(Decision decision, StepState owner, ScopeState scope)
    {
        try
        {
            decision.Emit(new ScopeClosed(owner.Path, scope.Name, Results(scope), null));
        }
        catch (AxleException tooMuch)
        {
            decision.Emit(new ScopeClosed(owner.Path, scope.Name, null, tooMuch.Error));
        }
    }

    private static AxleError? Fault(StepState step, int number, NextSteps next) => number >= Most
        ? new AxleError(ErrorKind.Failed, $"Step '{step.Path}' took {Most} turns and is not done.")
        : next.Workflow is not null && step.Scope.Frame.Depth >= Deepest
            ? new AxleError(ErrorKind.Refused, $"Step '{step.Path}' asks for steps more than {Deepest} levels deep.")
            : null;

    private static Payload Results(ScopeState scope) => JsonObjects.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var step in scope.Steps)
        {
            writer.WriteStartObject(step.Definition.Key);
            writer.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(step.Status.ToString()));
            if (step is { Output: { } output, Status: StepStatus.Completed })
            {
                writer.WritePropertyName("output");
                writer.WriteRawValue(output.Utf8(), skipInputValidation: true);
            }
            else if (step.Error is { } error)
            {
                writer.WriteStartObject("error");
                writer.WriteString("kind", error.Kind.ToName());
                writer.WriteString("message", error.Message);
                writer.WriteEndObject();
            }
            else if (step.SkipReason is { } reason)
            {
                writer.WriteString("reason", reason);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });
}
