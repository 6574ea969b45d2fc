using System.CommandLine;
using Axle.Backups;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Storage.Postgres;

namespace Axle.Cli.Commands.Stores;

/// <summary><c>ax store restore</c>.</summary>
internal sealed class StoreRestoreCommand : AxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The backup." };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace the SQLite file that is there; it is kept beside it under another name." };

    public StoreRestoreCommand(CommandContext context)
        : base(context, "restore", "Put a backup in the place of the store. Stop all processes that use it first.",
            new("ax store restore /backup/axle-2026-11-29.db --replace", "A SQLite file; the one that is there is kept as axle.db.replaced-TIME"),
            new("ax store restore /backup/axle-2026-11-29.dump --database postgres://axle@db/axle2", "A dump of PostgreSQL, into a new database"))
    {
        Add(_file);
        Add(_replace);
        Remarks =
        [
            "Runs go on from what the backup has of them: steps that were made after it are made again, with the same idempotency keys.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Outside.FullPath(call.Require(_file));
        var isShared = PostgresAddress.IsOne(call.Store);
        if (isShared && call.Get(_replace))
            throw new UsageException("--replace is for SQLite files. A dump goes into a PostgreSQL database without tables of Axle: name one with --database postgres://…");
        if (!isShared)
            DatabaseFolder.Prepare(call.DatabasePath);
        var restored = await StoreRestore.ReadAsync(
            file, isShared ? call.Store : call.DatabasePath, call.Get(_replace), call.Outside.Time.GetUtcNow(), cancellationToken);
        var answer = new StoreRestoreDocument(restored.Store, file, restored.Runs, restored.Replaced);
        if (call.Json)
            call.WriteDocument(answer, CliJson.Context.StoreRestoreDocument);
        else
            call.Say($"{answer.Store}: {Words.Count(answer.Runs, "run")} restored."
                + (answer.Replaced is { } aside ? $" What was there is '{call.Outside.ShownPath(aside)}' now." : ""));
        return ExitCodes.Success;
    }
}
