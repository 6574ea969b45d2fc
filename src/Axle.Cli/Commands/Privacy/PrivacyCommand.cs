using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Cli.Hosting;
using Axle.Privacy;

namespace Axle.Cli.Commands.Privacy;

/// <summary>A command about one person's data in one tenant.</summary>
internal abstract class PrivacyCommand : AxCommand
{
    private readonly Argument<string> _person = new("PERSON")
    {
        Description = "Who: a user's id or name, an e-mail address, or another text that is theirs alone, of 3 to 254 characters.",
    };

    private readonly Option<string?> _tenant = new("--tenant") { Description = $"The tenant. Default: {Scope.DefaultTenant}.", HelpName = "ID" };

    protected PrivacyCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples)
    {
        Add(_person);
        Add(_tenant);
    }

    protected string Person(Invocation call) => call.Require(_person);

    protected string Tenant(Invocation call) => call.Get(_tenant) ?? Scope.DefaultTenant;

    /// <summary>Writes down that it was done. The log says whose data it was by id only; of somebody without an account it says nothing.</summary>
    protected async Task NoteAsync(Invocation call, AxleHost host, PersonRecords found, string outcome, CancellationToken cancellationToken) =>
        await host.Get<IIdentityStore>().AppendAuditAsync(
            new AuditFact(
                call.Outside.Time.GetUtcNow(), "", found.Tenant, $"ax privacy {Name}", found.Account?.Id ?? "somebody without an account", outcome, "",
                "the machine of the database"),
            cancellationToken);

    protected static void Tell(Invocation call, PersonRecords found)
    {
        if (call.Json)
        {
            call.WriteDocument(PersonDocument.Of(found), CliJson.Context.PersonDocument);
            return;
        }

        if (found.IsEmpty)
        {
            call.Note("Nothing is stored about them in this tenant.");
            return;
        }

        if (!found.Runs.IsEmpty)
        {
            TextTable.Write(call.Outside.Output, ["RUN", "WORKFLOW", "STATUS", "BECAUSE"], found.Runs.Select(PersonRunPart.Of).Select(static r => (string[])
            [
                r.Run, r.Workflow, r.Status, r.Because,
            ]));
        }

        call.Note($"{Words.Count(found.Runs.Length, "run")}, {Words.Count(found.Values.Length, "note")}, {Words.Count(found.Calls, "call")} to models; "
            + (found.Account is { } account ? $"the account {account.Id}." : "no account."));
        if (found.Unread > 0)
            call.Note($"{Words.Count(found.Unread, "run")} could not be read: damaged, or erased with the keys of a tenant.");
    }
}
