using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Enrolment;
using Axle.Identity.Guessing;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.Secrets;
using Axle.Identity.Tenants;
using Axle.Identity.Users;

namespace Axle.Cli.Commands.Users;

/// <summary><c>ax user invite</c>: also the way back for an owner who lost password, app and recovery codes.</summary>
internal sealed class UserInviteCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name to sign in with; of somebody who is there, to invite anew." };
    private readonly Option<string?> _role = new("--role") { Description = "What somebody new is: viewer, operator, developer or admin. Default: viewer.", HelpName = "ROLE" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = $"The tenant. Default: {Scope.DefaultTenant}.", HelpName = "ID" };

    public UserInviteCommand(CommandContext context)
        : base(context, "invite", "Invite somebody to the server whose database this is, or invite anew who lost the password or the phone.",
            new("ax user invite bob --role operator", "Add Bob; hand the invitation over to him"),
            new("ax user invite ann", "Ann is there already: she chooses a new password and second factor"))
    {
        Add(_name);
        Add(_role);
        Add(_tenant);
        Remarks = ["Whoever may write to the database file may do this; it is written to the audit log. An invitation stands 7 days and is good once."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var (store, time) = (host.Get<IIdentityStore>(), call.Outside.Time);
        if (!await store.HasUsersAsync(cancellationToken))
            throw new AxleException(ErrorKind.NotFound, "The server has no owner yet. Start 'ax serve' and open the address that it prints.");
        var known = await store.FindUserByNameAsync(call.Require(_name), cancellationToken);
        var user = known ?? new User(SecretText.NewId("usr_"), UserName.Check(call.Require(_name))) { CreatedAt = time.GetUtcNow(), Version = 0 };
        using var gate = new PasswordGate();
        var desk = new EnrolmentDesk(store, gate, new GuessBarrier(time), new IdentityOptions(), time);
        var (tenant, role) = await RoleAsync(call, store, known is not null, cancellationToken);
        var invitation = await desk.InviteAsync(user, cancellationToken);
        if (role is { } given)
            await store.SetRoleAsync(new Member(tenant, user.Id, given), cancellationToken);
        await store.AppendAuditAsync(
            new AuditFact(time.GetUtcNow(), "", tenant, "ax user invite", user.Id, "invited", "", "the machine of the database"), cancellationToken);
        if (call.Json)
            call.WriteDocument(new InvitationDocument(user.Id, user.Name, invitation), CliJson.Context.InvitationDocument);
        else
            call.Say($"{user.Name} is invited. Hand this over, it is shown once and good for 7 days: /invitation?token={invitation}");
        return ExitCodes.Success;
    }

    private async ValueTask<(string Tenant, Role? Role)> RoleAsync(Invocation call, IIdentityStore store, bool isKnown, CancellationToken cancellationToken)
    {
        var tenant = call.Get(_tenant) ?? Scope.DefaultTenant;
        if (await store.FindTenantAsync(tenant, cancellationToken) is null)
            throw new AxleException(ErrorKind.NotFound, $"There is no tenant '{tenant}'.");
        var typed = call.Get(_role);
        if (typed is null)
            return (tenant, isKnown ? null : Role.Viewer);
        return Enum.TryParse<Role>(typed, ignoreCase: true, out var role) && Enum.IsDefined(role) && role != Role.None && !char.IsAsciiDigit(typed[0])
            ? (tenant, role)
            : throw new UsageException($"--role {typed} does not exist. Use viewer, operator, developer or admin.");
    }
}
