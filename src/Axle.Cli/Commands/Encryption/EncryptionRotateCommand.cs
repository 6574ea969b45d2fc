using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Encryption;
using Axle.Identity.Audit;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Encryption;

/// <summary><c>ax encryption rotate</c>.</summary>
internal sealed class EncryptionRotateCommand : AxCommand
{
    private readonly Option<string?> _tenant = new("--tenant") { Description = $"The tenant. Default: {Scope.DefaultTenant}.", HelpName = "ID" };

    public EncryptionRotateCommand(CommandContext context)
        : base(context, "rotate", "Make a tenant a new key for what is written from now on; what was written stays readable, and is not rewritten.",
            new("ax encryption rotate --tenant acme", "Once a year, or when somebody may have seen the old one"),
            new("ax encryption rotate --tenant acme && ax encryption recode", "And bring what was written under it")) => Add(_tenant);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var tenant = call.Get(_tenant) ?? Scope.DefaultTenant;
        var keys = host.Get<StoreEncryption>().Keys;
        if (keys.List().All(k => k.Tenant != tenant))
            throw new AxleException(ErrorKind.NotFound, $"Nothing is stored for a tenant '{tenant}' yet. 'ax encryption list' shows the tenants that have keys.");
        var id = await keys.RotateAsync(tenant, cancellationToken);
        await host.Get<IIdentityStore>().AppendAuditAsync(
            new AuditFact(call.Outside.Time.GetUtcNow(), "", tenant, "ax encryption rotate", id, "made", "", "the machine of the database"), cancellationToken);
        if (call.Json)
            call.WriteDocument(new NewDataKeyDocument(tenant, id), CliJson.Context.NewDataKeyDocument);
        else
            call.Say($"Values of '{tenant}' are written with {id} from now on; other processes use it within half a minute.");
        return ExitCodes.Success;
    }
}
