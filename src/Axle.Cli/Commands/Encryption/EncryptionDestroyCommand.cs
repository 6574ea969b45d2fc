using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Encryption;
using Axle.Identity.Audit;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Encryption;

/// <summary><c>ax encryption destroy</c>: erases a tenant.</summary>
internal sealed class EncryptionDestroyCommand : AxCommand
{
    private readonly Option<string> _tenant = new("--tenant") { Description = "The tenant.", HelpName = "ID", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only tell what would be erased." };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do it. It cannot be undone." };

    public EncryptionDestroyCommand(CommandContext context)
        : base(context, "destroy", "Erase all that is stored for a tenant by destroying its keys. That there were runs stays: ids, workflows, statuses, times.",
            new("ax encryption destroy --tenant acme --dry-run", "What would be erased"),
            new("ax encryption destroy --tenant acme --yes", "Erase it"))
    {
        Add(_tenant);
        Add(_dryRun);
        Add(_yes);
        Remarks = ["Backups have the wrapped keys still. docs/storage.md says how to make those useless, too."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (tenant, isDryRun) = (call.Get(_tenant)!, call.Get(_dryRun));
        if (isDryRun == call.Get(_yes))
            throw new UsageException("Say either --dry-run, to see what would be erased, or --yes: it cannot be undone.");
        await using var host = call.Compose();
        host.RequireStore();
        var erased = await host.Get<StoreEncryption>().EraseAsync(tenant, isDryRun, cancellationToken);
        if (!isDryRun)
        {
            var fact = new AuditFact(
                call.Outside.Time.GetUtcNow(), "", tenant, "ax encryption destroy", tenant, $"{erased.Keys} keys destroyed", "", "the machine of the database");
            await host.Get<IIdentityStore>().AppendAuditAsync(fact, cancellationToken);
        }

        if (call.Json)
            call.WriteDocument(TenantErasureDocument.Of(erased), CliJson.Context.TenantErasureDocument);
        else if (isDryRun)
            call.Say($"{Words.Count(erased.Keys, "key")} would be destroyed, and {Words.Count(erased.Runs, "run")} could not be read any more."
                + (erased.Unended > 0 ? $" {Words.Count(erased.Unended, "run")} must end first." : " Nothing was done."));
        else
            call.Say($"{Words.Count(erased.Keys, "key")} destroyed. {Words.Count(erased.Runs, "run")} of '{tenant}' cannot be read any more; other processes forget within half a minute.");
        return ExitCodes.Success;
    }
}
