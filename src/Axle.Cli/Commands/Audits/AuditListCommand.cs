using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Audits;

/// <summary><c>ax audit list</c>.</summary>
internal sealed class AuditListCommand : AxCommand
{
    private const int MostEntries = 1000;
    private readonly Option<int> _limit = new("--limit", "-n")
    {
        Description = $"At most so many, 1 to {MostEntries}. Default: 50.",
        HelpName = "N",
        DefaultValueFactory = static _ => 50,
    };

    private readonly Option<string?> _tenant = new("--tenant") { Description = "Only what was done in this tenant.", HelpName = "ID" };
    private readonly Option<string?> _user = new("--user") { Description = "Only what this user did, by id.", HelpName = "ID" };

    public AuditListCommand(CommandContext context)
        : base(context, "list", "List what was done through the server, newest first: who, what, to what, why, when, from where.",
            new("ax audit list", "The last 50 entries"),
            new("ax audit list --tenant acme --json | jq -r '.entries[].action'", "What was done in a tenant"))
    {
        Add(_limit);
        Add(_tenant);
        Add(_user);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var limit = call.Get(_limit);
        if (limit is < 1 or > MostEntries)
            throw new UsageException($"--limit {limit} is out of range. Use 1 to {MostEntries}.");
        await using var host = call.Compose();
        var entries = host.HasDatabase
            ? await host.Get<IIdentityStore>().ListAuditAsync(new AuditQuery(call.Get(_tenant), limit, Actor: call.Get(_user)), cancellationToken)
            : [];
        if (call.Json)
        {
            call.WriteDocument(new AuditListDocument([.. entries.Select(AuditPart.Of)]), CliJson.Context.AuditListDocument);
        }
        else if (entries.Count == 0)
        {
            call.Note("Nothing was written down yet. The server writes an entry for whatever changes something.");
        }
        else
        {
            TextTable.Write(call.Outside.Output, ["", "AT", "WHO", "TENANT", "WHAT", "TO", "ANSWER", "WHY"], entries.Select(static e => (string[])
            [
                $"{e.Number}", $"{e.Fact.At:yyyy-MM-dd HH:mm:ss}Z", e.Fact.Actor, e.Fact.Tenant, e.Fact.Action, e.Fact.Subject, e.Fact.Outcome, e.Fact.Reason,
            ]));
        }

        return ExitCodes.Success;
    }
}
