using Axle.Cli.Output;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows;

/// <summary>Runs as a table.</summary>
internal static class RunTable
{
    public static void Write(Invocation call, IReadOnlyList<RunRow> rows) => TextTable.Write(
        call.Outside.Output,
        ["RUN", "WORKFLOW", "STATUS", "STARTED", "TIME", "WAITS FOR"],
        rows.Select(row => (string[])
        [
            row.Run.Value,
            row.Workflow,
            row.Fault is null ? Words.Name(row.Status) : "?",
            Words.Of(row.CreatedAt, call.Outside.Time),
            Words.Of(row.UpdatedAt - row.CreatedAt),
            Waits(call, row),
        ]));

    private static string Waits(Invocation call, RunRow row)
    {
        var reasons = new List<string>();
        if (row.Attention.HasFlag(RunAttention.DeadLetter))
            reasons.Add("redrive or discard");
        if (row.Attention.HasFlag(RunAttention.Approval))
            reasons.Add("approval");
        if (row.Attention.HasFlag(RunAttention.UnknownOutcome))
            reasons.Add("resolve");
        if (row.Attention.HasFlag(RunAttention.Budget))
            reasons.Add("budget");
        if (row.WakeAt is { } wake && wake > call.Outside.Time.GetUtcNow())
            reasons.Add($"{Words.Of(wake, call.Outside.Time)}");
        return string.Join(", ", reasons);
    }
}
