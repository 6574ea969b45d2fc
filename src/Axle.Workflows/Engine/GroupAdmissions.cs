using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>Concurrency groups: which a run belongs to, and who makes room when it is full.</summary>
internal static class GroupAdmissions
{
    private const int LongestGroup = 200;

    /// <summary>The group that a run with these inputs belongs to; null for none.</summary>
    /// <exception cref="AxleException">Validation: the group's name cannot be computed.</exception>
    public static GroupAdmission? Of(Workflow workflow, Payload inputs, DateTimeOffset now)
    {
        if (workflow.Concurrency is not { } concurrency)
            return null;
        try
        {
            var value = concurrency.Group.Evaluate(new InputScope(inputs.Value, now));
            var group = value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString()! : value.GetRawText();
            return group.Length is > 0 and <= LongestGroup
                ? new GroupAdmission(group, concurrency.Limit)
                : throw new AxleException(ErrorKind.Validation, $"The concurrency group of workflow '{workflow.Name}' has {group.Length} characters; it needs 1 to {LongestGroup}.");
        }
        catch (ExpressionException exception)
        {
            throw new AxleException(ErrorKind.Validation, $"The concurrency group of workflow '{workflow.Name}' cannot be computed: {exception.Message}", exception);
        }
    }

    /// <summary>Where the newest run counts most, the oldest of the group is cancelled.</summary>
    public static async Task MakeRoomAsync(
        WorkflowEngine engine, IRunStore store, Workflow workflow, GroupAdmission admission, RunId newcomer, CancellationToken cancellationToken)
    {
        if (workflow.Concurrency is not { OnLimit: ConcurrencyLimitChoice.CancelOlder })
            return;
        var query = new RunQuery([RunStatus.Idle, RunStatus.Executing, RunStatus.Paused], Limit: 1000, Group: admission.Group);
        var runs = await store.ListRunsAsync(query, cancellationToken);
        var reason = System.Text.Json.JsonEncodedText.Encode($"run {newcomer} of group {admission.Group} takes its place");
        foreach (var older in runs.Where(r => r.Run != newcomer).Skip(admission.Limit - 1))
            await engine.SignalAsync(older.Run, RunSignals.Cancel, $$"""{"reason":"{{reason}}"}""", cancellationToken: cancellationToken);
    }
}
