using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Encryption;
using Axle.Workflows.Payloads;

namespace Axle.Cli.Commands.Encryption;

/// <summary><c>ax encryption rewrap</c>.</summary>
internal sealed class EncryptionRewrapCommand(CommandContext context) : AxCommand(
    context, "rewrap", "Wrap the keys of tenants with the first line of the key file. Values are not rewritten: it takes a moment.",
    new Example("ax encryption rewrap", "After a new line was put in front of the key file"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        return Tell(call, await host.Get<StoreEncryption>().Keys.RewrapAsync(cancellationToken), "key");
    }

    /// <summary>Tells what a pass did; it has failed when something could not be read.</summary>
    public static int Tell(Invocation call, RecodingReport report, string what)
    {
        if (call.Json)
        {
            call.WriteDocument(RecodingDocument.Of(report), CliJson.Context.RecodingDocument);
            return report.Failed == 0 ? ExitCodes.Success : ExitCodes.Failed;
        }

        call.Say($"{Words.Count(report.Read, what)} looked at, {report.Written:N0} brought under the current keys"
            + (report.Erased > 0 ? $", {report.Erased:N0} of erased tenants left alone." : "."));
        foreach (var fault in report.Faults)
            call.Note($"{fault.Name}: {fault.Error.Message}");
        if (report.Failed > 0)
            call.Note($"{Words.Count(report.Failed, what)} could not be read, and are as they were. Put the missing lines back into the key file, and try again.");
        return report.Failed == 0 ? ExitCodes.Success : ExitCodes.Failed;
    }
}
