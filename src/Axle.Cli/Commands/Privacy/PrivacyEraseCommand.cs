using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Privacy;

namespace Axle.Cli.Commands.Privacy;

/// <summary><c>ax privacy erase</c>.</summary>
internal sealed class PrivacyEraseCommand : PrivacyCommand
{
    private readonly Option<bool> _mentions = new("--mentions") { Description = "Erase runs of others that speak of them, too." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell what would be erased." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do it. It cannot be undone." };

    public PrivacyEraseCommand(CommandContext context)
        : base(context, "erase", "Erase what is stored about a person: their runs and conversations, notes that speak of them, their account.",
            new Example("ax privacy erase ann@example.org --dry-run", "What would be erased"),
            new Example("ax privacy erase ann@example.org --mentions --yes", "Erase it, and runs of others that speak of them"))
    {
        Add(_mentions);
        Add(_dryRun);
        Add(_yes);
        Remarks =
        [
            "What was spent stays in the ledger under a name that says nothing. The audit log keeps the id of the account, which says nothing when the account "
            + "is gone, so that its chain can be verified. Backups are not searched, archives only with --archives.",
            $"The exit code is {ExitCodes.Incomplete} when all that was found is erased and something could not be read, so that nobody knows whether it speaks of them.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var isDryRun = call.Get(_dryRun);
        if (isDryRun == call.Get(_yes))
            throw new UsageException("Say either --dry-run, to see what would be erased, or --yes: it cannot be undone.");
        await using var host = Compose(call);
        host.RequireStore();
        var report = await host.Get<PersonalData>().EraseAsync(Tenant(call), Person(call), call.Get(_mentions), isDryRun, cancellationToken);
        if (!isDryRun)
            await NoteAsync(call, host, report.Found, $"{report.Erased.Length} runs erased, {report.Kept.Length} kept", cancellationToken);
        if (call.Json)
            call.WriteDocument(PersonErasureDocument.Of(report), CliJson.Context.PersonErasureDocument);
        else
            Say(call, report);
        return report switch
        {
            { Remaining: > 0 } => ExitCodes.Failed,
            { IsDryRun: false, Unread: > 0 } => ExitCodes.Incomplete,
            _ => ExitCodes.Success,
        };
    }

    private static void Say(Invocation call, PersonErasureReport report)
    {
        var archives = report.Found.Archives.Count(a => report.Erased.Contains(a.Name));
        var archived = archives > 0 ? $", {Words.Count(archives, "archive")}" : "";
        call.Say($"{Words.Count(report.Erased.Length - archives, "run")}{archived} and {Words.Count(report.Values, "note")} {(report.IsDryRun ? "would be erased; nothing was done" : "erased")}.");
        call.Say($"Account: {report.Account}. {Words.Count(report.Calls, "call")} in the ledger {(report.IsDryRun ? "would name" : "name")} nobody. "
            + $"Entries of the audit log that keep the id: {report.AuditEntries:N0}.");
        foreach (var kept in report.Kept)
            call.Note($"{kept.Run} stays. {kept.Reason}");
        if (report.Unread > 0)
            call.Note($"{Words.Count(report.Unread, "record")} could not be read, damaged or erased with the keys of a tenant, and may speak of them.");
        if (report.Remaining is { } remaining)
        {
            call.Say(remaining == 0
                ? $"A second search found nothing more{(report.Unread > 0 ? " in what can be read" : "")}."
                : $"A second search found {remaining} more. Erase again: something was written meanwhile.");
        }
    }
}
