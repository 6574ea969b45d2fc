using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Cli.Sources;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow migrate</c>: has runs go on under another definition.</summary>
internal sealed class WorkflowMigrateCommand : OneRunCommand
{
    private const int MostRuns = 100_000;

    private readonly Option<string> _workflow = new("--workflow")
    {
        Description = "The new definition, of the same name: a file, or a name.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<bool> _allWaiting = new("--all-waiting") { Description = "Every run of the workflow that waits or is paused, instead of RUN." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only show what it would do, and what stands against it." };

    public WorkflowMigrateCommand(CommandContext context)
        : base(context, "migrate", "Have a run that rests go on under another definition: what was done keeps its results.",
            new("ax workflow migrate latest --workflow deploy.yaml --dry-run", "Whether the last run can go on under the file as it is now"),
            new("ax workflow migrate --all-waiting --workflow deploy.yaml", "Every run of it that waits or is paused"))
    {
        MakeRunOptional("Or --all-waiting.");
        Add(_workflow);
        Add(_allWaiting);
        Add(_dryRun);
        Remarks =
        [
            "Steps that have begun must still be there, of the same kind. The exit code is 3 when a run cannot be migrated; nothing is changed about it then.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        if (call.Get(_allWaiting))
            throw new UsageException("RUN and --all-waiting exclude each other. Give one of them.");
        var check = await MigrateAsync(call, host, row, Workflow(call), cancellationToken);
        if (call.Json)
            call.WriteDocument(MigrationPart.Of(row.Run, check), CliJson.Context.MigrationPart);
        else
            Write(call, row, check);
        if (!check.IsPossible)
            return ExitCodes.Invalid;
        var session = new RunSession(call, host);
        if (await session.FindWorkingAsync(row.Run) is not { } handle)
            return ExitCodes.Success;
        call.Note($"Run {row.Run} goes on here.");
        var (code, _, stopped) = await session.StayAsync(handle, row.LastSeq);
        if (!call.Json)
            await session.WriteEndAsync(row.Run, stopped);
        return code;
    }

    protected override async Task<int> RunWithoutAsync(Invocation call, AxleHost host, CancellationToken cancellationToken)
    {
        if (!call.Get(_allWaiting))
            throw new UsageException("Name a run, or say --all-waiting.");
        var workflow = Workflow(call);
        var rows = await RunRows.ListAsync(host, new RunQuery([RunStatus.Executing, RunStatus.Paused], workflow.Name), MostRuns, cancellationToken);
        var parts = new List<MigrationPart>();
        foreach (var row in rows)
        {
            var part = await TryAsync(call, host, row, workflow, cancellationToken);
            parts.Add(part);
            if (!call.Json)
                call.Say($"{row.Run}  {(part.Faults.IsEmpty ? "can go on under the new definition" : string.Join("; ", part.Faults))}");
        }

        if (call.Json)
            call.WriteDocument(new MigrationListDocument(call.Get(_dryRun), [.. parts]), CliJson.Context.MigrationListDocument);
        else
            call.Note($"{Words.Count(parts.Count(static p => p.Faults.IsEmpty), "run")} of {parts.Count}{(call.Get(_dryRun) ? "; nothing was changed." : " migrated.")}");
        return parts.TrueForAll(static p => p.Faults.IsEmpty) ? ExitCodes.Success : ExitCodes.Invalid;
    }

    private async Task<MigrationPart> TryAsync(Invocation call, AxleHost host, RunRow row, Workflow workflow, CancellationToken cancellationToken)
    {
        try
        {
            return MigrationPart.Of(row.Run, await MigrateAsync(call, host, row, workflow, cancellationToken));
        }
        catch (Exception fault) when (fault is RunHeldException or RunConflictException or AxleException)
        {
            // One that another process executes must not keep the others from it.
            return new MigrationPart(row.Run.Value, [fault.Message], [], [], []);
        }
    }

    private Task<MigrationCheck> MigrateAsync(Invocation call, AxleHost host, RunRow row, Workflow workflow, CancellationToken cancellationToken) =>
        host.Engine.MigrateAsync(row.Run, workflow, preview: call.Get(_dryRun), cancellationToken: cancellationToken);

    private Workflow Workflow(Invocation call) => WorkflowSource.Read(call.Get(_workflow)!, call.Workflows, call.Outside).Require();

    private void Write(Invocation call, RunRow row, MigrationCheck check)
    {
        if (!check.IsPossible)
        {
            call.Say($"Run {row.Run} cannot go on under the new definition:");
            foreach (var fault in check.Faults)
                call.Say($"  {fault}");
            return;
        }

        call.Say(call.Get(_dryRun) ? $"Run {row.Run} can go on under the new definition." : $"Run {row.Run} goes on under the new definition.");
        foreach (var (what, paths) in new[] { ("added", check.Added), ("removed", check.Removed), ("changed", check.Changed) })
        {
            if (!paths.IsEmpty)
                call.Say($"  {what,-8} {string.Join(", ", paths)}");
        }
    }
}
