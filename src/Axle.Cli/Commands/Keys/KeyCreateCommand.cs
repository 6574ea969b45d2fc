using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Keys;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Keys;

/// <summary><c>ax key create</c>.</summary>
internal sealed class KeyCreateCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "What the key is for." };
    private readonly Option<string> _user = new("--user") { Description = "Name of the user it belongs to.", HelpName = "NAME", Required = true };
    private readonly Option<string[]> _permission = new("--permission") { Description = "Something it may do, such as runsRead. May be repeated.", HelpName = "WORD", Required = true };
    private readonly Option<string?> _tenant = new("--tenant") { Description = $"The tenant it works in. Default: {Scope.DefaultTenant}.", HelpName = "ID" };
    private readonly Option<int> _days = new("--days") { Description = "Days that it stands, 1 to 366. Default: 90.", HelpName = "N", DefaultValueFactory = static _ => 90 };

    public KeyCreateCommand(CommandContext context)
        : base(context, "create", "Make an API key for a user; its secret is printed this once.",
            new("ax key create build --user ann --permission runsStart --permission runsRead", "A key for a build server"),
            new("ax key create watch --user ann --permission runsRead --days 7 --json | jq -r .secret", "Only its secret, for a script"))
    {
        foreach (var option in (Option[])[_user, _permission, _tenant, _days])
            Add(option);
        Add(_name);
        Remarks =
        [
            "A key can do what it names, and of that only what its user may do at the time. Words: "
            + string.Join(", ", Enum.GetValues<Permission>().Where(static p => p != Permission.None).Select(Words.Name)) + ".",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var (store, time) = (host.Get<IIdentityStore>(), call.Outside.Time);
        var user = await store.FindUserByNameAsync(call.Get(_user)!, cancellationToken)
            ?? throw new AxleException(ErrorKind.NotFound, $"There is no user '{call.Get(_user)}'. 'ax user list' shows them.");
        var tenant = call.Get(_tenant) ?? Scope.DefaultTenant;
        var role = await store.RoleOfAsync(tenant, user.Id, cancellationToken);
        var who = new Principal(user.Id, tenant, user.IsOwner ? RolePermissions.Owner : RolePermissions.Of(role));
        if (await store.FindTenantAsync(tenant, cancellationToken) is null || role == Role.None && !user.IsOwner)
            throw new AxleException(ErrorKind.NotFound, $"{user.Name} does not belong to a tenant '{tenant}'.");
        var book = new ApiKeyBook(store, new IdentityOptions(), time);
        var (key, secret) = await book.CreateAsync(
            who, call.Require(_name), [.. call.Get(_permission)!.Select(Read)], TimeSpan.FromDays(call.Get(_days)), cancellationToken);
        await store.AppendAuditAsync(
            new AuditFact(time.GetUtcNow(), "", tenant, "ax key create", key.Id, "created", "", "the machine of the database"), cancellationToken);
        if (call.Json)
            call.WriteDocument(new NewKeyDocument(KeyPart.Of(key, time.GetUtcNow()), secret), CliJson.Context.NewKeyDocument);
        else
            call.Say($"{secret}{Environment.NewLine}Key {key.Id} stands until {key.ExpiresAt:yyyy-MM-dd}. It is not shown again.");
        return ExitCodes.Success;
    }

    private static Permission Read(string word) =>
        Enum.TryParse<Permission>(word, ignoreCase: true, out var permission) && Enum.IsDefined(permission) && permission != Permission.None
        && !char.IsAsciiDigit(word[0])
            ? permission
            : throw new UsageException($"--permission {word} does not exist. 'ax key create --help' lists the words.");
}
