using System.CommandLine;
using Axle.Identity.Audit;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Keys;

/// <summary><c>ax key revoke</c>.</summary>
internal sealed class KeyRevokeCommand : AxCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "Id of the key, as 'ax key list' shows it." };
    private readonly Option<string?> _tenant = new("--tenant") { Description = $"The tenant. Default: {Scope.DefaultTenant}.", HelpName = "ID" };

    public KeyRevokeCommand(CommandContext context)
        : base(context, "revoke", "Revoke an API key; the next request with it is refused.",
            new("ax key revoke key_2x7kq3v5m6p4a", "Somebody may have seen it"),
            new("ax key revoke key_2x7kq3v5m6p4a --tenant acme", "A key of another tenant"))
    {
        Add(_id);
        Add(_tenant);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var (store, now, tenant) = (host.Get<IIdentityStore>(), call.Outside.Time.GetUtcNow(), call.Get(_tenant) ?? Scope.DefaultTenant);
        var id = call.Require(_id);
        if (!await store.RevokeKeyAsync(tenant, user: null, id, now, cancellationToken))
            throw new AxleException(ErrorKind.NotFound, $"There is no key '{id}' in tenant '{tenant}' that is not revoked yet. 'ax key list' shows them.");
        await store.AppendAuditAsync(new AuditFact(now, "", tenant, "ax key revoke", id, "revoked", "", "the machine of the database"), cancellationToken);
        if (!call.Json)
            call.Say($"Key {id} is revoked.");
        return ExitCodes.Success;
    }
}
