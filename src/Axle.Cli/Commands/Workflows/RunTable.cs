using Axle.Cli.Output;
using Axle.Cli.Servers;
using Axle.Client.Runs;
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

    /// <summary>Runs of a server.</summary>
    public static void Write(Invocation call, IReadOnlyList<Run> runs) => TextTable.Write(
        call.Outside.Output,
        ["RUN", "WORKFLOW", "STATUS", "STARTED", "TIME", "WAITS FOR"],
        runs.Select(run => (string[])
        [
            run.Id, run.Workflow, ServedRuns.Name(run.Status), Words.Of(run.CreatedAt, call.Outside.Time), Words.Of(run.UpdatedAt - run.CreatedAt),
            string.Join(", ", run.Attention),
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
