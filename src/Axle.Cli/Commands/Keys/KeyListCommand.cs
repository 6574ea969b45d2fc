using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Keys;

/// <summary><c>ax key list</c>.</summary>
internal sealed class KeyListCommand : AxCommand
{
    private const int MostKeys = 1000;
    private readonly Option<string?> _tenant = new("--tenant") { Description = $"The tenant. Default: {Scope.DefaultTenant}.", HelpName = "ID" };

    public KeyListCommand(CommandContext context)
        : base(context, "list", "List the API keys of a tenant, newest first. Secrets are not kept and so not shown.",
            new("ax key list", "Keys of the tenant 'default'"),
            new("ax key list --tenant acme --json | jq -r '.keys[] | select(.status == \"active\").id'", "Those that let somebody in")) => Add(_tenant);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var (now, tenant) = (call.Outside.Time.GetUtcNow(), call.Get(_tenant) ?? Scope.DefaultTenant);
        var keys = host.HasDatabase ? await host.Get<IIdentityStore>().ListKeysAsync(tenant, user: null, MostKeys, cancellationToken) : [];
        var parts = keys.Select(k => KeyPart.Of(k, now)).ToList();
        if (call.Json)
            call.WriteDocument(new KeyListDocument([.. parts]), CliJson.Context.KeyListDocument);
        else if (parts.Count == 0)
            call.Note("There are no keys in this tenant. 'ax key create' makes one.");
        else
            Write(call, parts);
        return ExitCodes.Success;
    }

    private static void Write(Invocation call, List<KeyPart> parts) => TextTable.Write(
        call.Outside.Output,
        ["ID", "NAME", "USER", "STATUS", "UNTIL", "MAY"],
        parts.Select(static p => (string[])[p.Id, p.Name, p.User, p.Status, $"{p.ExpiresAt:yyyy-MM-dd}", string.Join(' ', p.Permissions)]));
}
