using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Users;

/// <summary><c>ax user list</c>.</summary>
internal sealed class UserListCommand : AxCommand
{
    private const int MostUsers = 1000;
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Only members of this tenant.", HelpName = "ID" };

    public UserListCommand(CommandContext context)
        : base(context, "list", "List the users of the server whose database this is.",
            new("ax user list", "All users, by name"),
            new("ax user list --tenant acme --json | jq -r '.users[].name'", "Names of a tenant's members")) => Add(_tenant);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var parts = new List<UserPart>();
        if (host.HasDatabase)
        {
            var store = host.Get<IIdentityStore>();
            foreach (var user in await store.ListUsersAsync(call.Get(_tenant), after: null, MostUsers, cancellationToken))
                parts.Add(UserPart.Of(user, await store.ListRolesAsync(user.Id, cancellationToken)));
        }

        if (call.Json)
            call.WriteDocument(new UserListDocument([.. parts]), CliJson.Context.UserListDocument);
        else if (parts.Count == 0)
            call.Note("There are no users. 'ax serve' prints the address where the first one sets the server up; 'ax user invite' adds others.");
        else
            TextTable.Write(call.Outside.Output, ["NAME", "ID", "STATUS", "ROLES"], parts.Select(static p => (string[])[p.Name, p.Id, p.Status, string.Join(", ", p.Roles)]));
        return ExitCodes.Success;
    }
}
