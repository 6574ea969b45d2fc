using System.CommandLine;
using Axle.Encryption;

namespace Axle.Cli.Commands.Encryption;

/// <summary><c>ax encryption recode</c>.</summary>
internal sealed class EncryptionRecodeCommand : AxCommand
{
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Only what is stored for this tenant.", HelpName = "ID" };

    public EncryptionRecodeCommand(CommandContext context)
        : base(context, "recode", "Bring everything that is stored under the current keys, while runs execute: when encryption was switched on, and before a key goes.",
            new("ax encryption recode", "Everything; then old lines of the key file can go"),
            new("ax encryption recode --tenant acme", "What is stored for one tenant"))
    {
        Add(_tenant);
        Remarks = ["It reads all that is stored, and may be stopped and begun anew at any time."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        return EncryptionRewrapCommand.Tell(call, await host.Get<StoreEncryption>().RecodeAsync(call.Get(_tenant), cancellationToken), "value");
    }
}
