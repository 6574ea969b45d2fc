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

    private readonly Option<string?> _archives = new("--archives") { Description = "Look into the archives of removed runs in this folder, too.", HelpName = "DIR" };

    protected PrivacyCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples)
    {
        Add(_person);
        Add(_tenant);
        Add(_archives);
    }

    /// <summary>Puts Axle together, with the archives that are searched, too.</summary>
    protected AxleHost Compose(Invocation call) => call.Compose(options => options.ArchiveDirectory = call.Get(_archives) is not { } folder ? null
        : Directory.Exists(call.Outside.FullPath(folder)) ? call.Outside.FullPath(folder)
        : throw new AxleException(ErrorKind.NotFound, $"--archives: there is no folder '{folder}'. Check the path; it counts from the current directory."));

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

        foreach (var archive in found.Archives)
            call.Say($"archive {archive.Name}  {(archive.IsOwn ? "started" : "mentioned")}");
        call.Note($"{Words.Count(found.Runs.Length, "run")}, {Words.Count(found.Archives.Length, "archive")}, {Words.Count(found.Values.Length, "note")}, {Words.Count(found.Calls, "call")} to models; "
            + (found.Account is { } account ? $"the account {account.Id}." : "no account."));
        if (found.Unread > 0)
            call.Note($"{Words.Count(found.Unread, "record")} could not be read: damaged, or erased with the keys of a tenant.");
    }
}
