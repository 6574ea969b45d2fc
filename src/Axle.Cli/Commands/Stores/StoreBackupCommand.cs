using System.CommandLine;
using Axle.Backups;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Storage.Postgres;

namespace Axle.Cli.Commands.Stores;

/// <summary><c>ax store backup</c>.</summary>
internal sealed class StoreBackupCommand : AxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The backup. It must not be there yet." };

    public StoreBackupCommand(CommandContext context)
        : base(context, "backup", "Copy the whole store into one file, as it is in one moment, while runs execute.",
            new("ax store backup /backup/axle-$(date +%F).db", "A SQLite file: the copy is checked before it has its name"),
            new("ax store backup /backup/axle-$(date +%F).dump", "With AXLE_STORE=postgres://…: by pg_dump, which has to be installed"))
    {
        Add(_file);
        Remarks = ["The lines of the key file are not in it: keep them elsewhere. Archives and the files of the project are not in it either."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var file = call.Outside.FullPath(call.Require(_file));
        var backup = await StoreBackup.WriteAsync(PostgresAddress.IsOne(call.Store) ? call.Store : call.DatabasePath, file, cancellationToken);
        if (call.Json)
            call.WriteDocument(StoreBackupDocument.Of(backup), CliJson.Context.StoreBackupDocument);
        else
            call.Say($"{call.Outside.ShownPath(file)}: {(backup.Runs is { } runs ? $"{Words.Count(runs, "run")}, " : "")}{Words.Count(backup.Bytes, "byte")}, SHA-256 {backup.Sha256}");
        return ExitCodes.Success;
    }
}
