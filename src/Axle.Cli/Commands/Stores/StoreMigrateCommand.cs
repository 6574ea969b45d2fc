using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Output.Progress;
using Axle.Hosting;
using Axle.Storage.Postgres;
using Axle.Transfers;

namespace Axle.Cli.Commands.Stores;

/// <summary><c>ax store migrate</c>: from SQLite to PostgreSQL.</summary>
internal sealed class StoreMigrateCommand : AxCommand
{
    private readonly Option<string?> _to = new("--to")
    {
        Description = "The database: postgres://…, which must be empty; or env:NAME for what a variable says, so that no password is in the history of the shell.",
        HelpName = "ADDRESS",
    };

    private readonly Option<bool> _now = new("--now")
    {
        Description = "Do not wait for processes that use the file: what they write after the cut-over fails, and steps that they had under way are made again. They are not "
            + "told to stop, and make those steps to their end: stop them before others use the database.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only look at both sides, and tell what would be moved." };
    private readonly Option<bool> _verify = new("--verify") { Description = "Only compare both sides again: before the first process uses the database." };
    private readonly Option<bool> _abandon = new("--abandon")
    {
        Description = "Give the move up: the file can be used as before. What the database has stays there.",
    };

    public StoreMigrateCommand(CommandContext context)
        : base(context, "migrate", "Move everything from the SQLite file into PostgreSQL while runs execute; verified by hash, and resumed when it is broken off.",
            new("ax store migrate --to postgres://axle@db.example.com/axle --dry-run", "What there is to move, and who uses the file"),
            new("ax store migrate --to env:TEAM_DATABASE", "Copy, catch up, compare, wait for the processes to be stopped, and leave the file"),
            new("ax store migrate --to env:TEAM_DATABASE --verify --json | jq '.tables[] | select(.hash != .targetHash)'", "What is not the same"))
    {
        foreach (var option in (Option[])[_to, _now, _dryRun, _verify, _abandon])
            Add(option);
        Remarks =
        [
            "It may be killed at any time: the same command goes on. Before the cut-over everything goes on in the file, and nobody can open the database; after it "
            + "nobody can write to the file. Stop the processes when it says that it waits for them, and start them again with AXLE_STORE=postgres://….",
            "Values travel as they are stored: processes need the key file that they had.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var modes = ((Option<bool>[])[_now, _dryRun, _verify, _abandon]).Count(call.Get);
        if (modes > 1)
            throw new UsageException("--now, --dry-run, --verify and --abandon exclude each other.");
        if (call.Get(_abandon))
            return Abandon(call);
        var address = AddressOf(call);
        if (call.Get(_dryRun))
            return Tell(call, await StoreMigration.PlanAsync(call.DatabasePath, address, call.Outside.Time, cancellationToken));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = call.Outside.Interrupts.Watch(_ => stop.Cancel());
        try
        {
            await using var migration = await StoreMigration.OpenAsync(call.DatabasePath, address, call.Outside.Time, stop.Token);
            using var view = new MigrationView(call);
            return Tell(call, view, call.Get(_verify)
                ? await migration.VerifyAsync(view.Show, stop.Token)
                : await migration.RunAsync(call.Get(_now), view.Show, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("Broken off. The same command goes on; the file is in use as before.");
        }
    }

    private string AddressOf(Invocation call)
    {
        var said = call.Get(_to);
        if (string.IsNullOrEmpty(said))
            throw new UsageException("Say where to with --to postgres://…, or --to env:NAME for what a variable says.");
        var address = StoreSetting.Resolve(said, call.Outside.Environment);
        return PostgresAddress.IsOne(address) ? address : throw new UsageException("--to names a PostgreSQL database: postgres://user:password@host:5432/database.");
    }

    private static int Abandon(Invocation call)
    {
        var target = StoreMigration.Abandon(call.DatabasePath, call.Outside.Time);
        if (call.Json)
            call.WriteDocument(new StoreMigrationDocument(call.DatabasePath, target, "abandoned"), CliJson.Context.StoreMigrationDocument);
        else
            call.Say($"The move to {target} is given up: '{call.Outside.ShownPath(call.DatabasePath)}' can be used as before. 'DROP SCHEMA axle CASCADE' removes what the database has of it.");
        return ExitCodes.Success;
    }

    private static int Tell(Invocation call, MigrationPlan plan)
    {
        if (call.Json)
        {
            call.WriteDocument(StoreMigrationPlanDocument.Of(plan), CliJson.Context.StoreMigrationPlanDocument);
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["TABLE", "ROWS"], plan.Tables.Select(static t => (string[])[t.Table, $"{t.Rows:N0}"]));
        call.Note($"{Words.Count(plan.Tables.Sum(static t => t.Rows), "row")} would be moved to {plan.Target}. Nothing was done." + plan.State switch
        {
            MigrationState.Begun => " The move was begun, and goes on when it is started.",
            MigrationState.Left or MigrationState.Moved => " The file was left already.",
            _ => "",
        });
        foreach (var user in plan.UsedBy)
            call.Note($"In use by {user}: it may go on until the cut-over, which waits for it to be stopped.");
        return ExitCodes.Success;
    }

    private int Tell(Invocation call, MigrationView view, MigrationReport report)
    {
        view.Clear();
        if (call.Json)
            call.WriteDocument(StoreMigrationDocument.Of(report, call.Get(_verify)), CliJson.Context.StoreMigrationDocument);
        else if (report.IsSame)
            TellSame(call, report);
        else
            TellDifferent(call, report, call.Get(_verify));
        return report.IsSame ? ExitCodes.Success : ExitCodes.Failed;
    }

    private static void TellSame(Invocation call, MigrationReport report)
    {
        call.Say(report.Tables.IsEmpty
            ? $"Everything was moved to {report.Target} before."
            : $"{Words.Count(report.Runs, "run")} and {Words.Count(report.Rows, "row")} are the same in the file and in {report.Target}, by SHA-256 of every row.");
        if (report is not { IsMoved: true, CutOver: { } time })
            return;
        call.Say($"Moved. Nobody could write for {Words.Of(time)}, and nobody can write to the file any more.");
        foreach (var user in report.StillUsedBy)
            call.Note($"The file is still open in {user}, which goes on with the steps that it makes. Stop it before you start others: they make these steps again.");
        call.Say("Start the processes again with AXLE_STORE=postgres://…, or 'store:' in axle.yaml.");
    }

    private static void TellDifferent(Invocation call, MigrationReport report, bool isComparison)
    {
        call.Note($"The file and {report.Target} are not the same; "
            + (isComparison ? "what a process has changed in the database since the move differs, too:" : "the file is in use as before:"));
        foreach (var difference in report.Differences)
            call.Note(difference);
    }
}
