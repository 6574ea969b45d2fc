using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Encryption;

namespace Axle.Cli.Commands.Encryption;

/// <summary><c>ax encryption list</c>.</summary>
internal sealed class EncryptionListCommand : AxCommand
{
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Only the keys of this tenant.", HelpName = "ID" };

    public EncryptionListCommand(CommandContext context)
        : base(context, "list", "List the keys with which values of tenants are encrypted: their ids, never the keys.",
            new("ax encryption list", "All of them"),
            new("ax encryption list --json | jq -r '.keys[] | select(.master != \"2026-11\").tenant'", "Whose keys are not wrapped with the newest line yet"))
        => Add(_tenant);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var tenant = call.Get(_tenant);
        var keys = DataKeyPart.Of([.. host.Get<StoreEncryption>().Keys.List().Where(k => tenant is null || k.Tenant == tenant)]);
        if (call.Json)
        {
            call.WriteDocument(new DataKeyListDocument(keys), CliJson.Context.DataKeyListDocument);
        }
        else if (keys.IsEmpty)
        {
            call.Note("There are no keys yet: the first value that is stored for a tenant makes one.");
        }
        else
        {
            TextTable.Write(call.Outside.Output, ["TENANT", "", "KEY", "STATUS", "WRAPPED WITH", "MADE"], keys.Select(static k => (string[])
            [
                k.Tenant, $"{k.Number}", k.Id, k.Status, k.Master ?? "", $"{k.CreatedAt:yyyy-MM-dd HH:mm}Z",
            ]));
        }

        return ExitCodes.Success;
    }
}
