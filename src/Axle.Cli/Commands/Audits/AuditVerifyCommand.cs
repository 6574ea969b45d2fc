using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Identity.Audit;
using Axle.Identity.Ports;

namespace Axle.Cli.Commands.Audits;

/// <summary><c>ax audit verify</c>: needs the file only, no server.</summary>
internal sealed class AuditVerifyCommand : AxCommand
{
    private readonly Option<string?> _kept = new("--kept")
    {
        Description = "Where the log ended at an earlier time, as this command printed it then and you kept it elsewhere.",
        HelpName = "HEAD",
    };

    public AuditVerifyCommand(CommandContext context)
        : base(context, "verify", "Verify that no entry of the audit log was changed, left out, put in or cut off.",
            new("ax audit verify", "Verify the log of this directory's database"),
            new("ax audit verify --json | jq -r .head > head.txt", "Keep where it ends, on another machine"),
            new("ax audit verify --kept $(cat head.txt)", "Verify later that all up to there is as it was"))
    {
        Add(_kept);
        Remarks =
        [
            "Each entry carries a SHA-256 over itself and the entry before it. Who can write to the file can also write the whole log anew, and it fits again: "
            + "only a head that was kept elsewhere finds that.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var kept = call.Get(_kept) is { Length: > 0 } text ? AuditHead.Parse(text) : null;
        await using var host = call.Compose();
        host.RequireStore();
        var report = await AuditVerification.RunAsync(host.Get<IIdentityStore>(), kept, cancellationToken);
        if (call.Json)
            call.WriteDocument(AuditReportDocument.Of(report), CliJson.Context.AuditReportDocument);
        else if (report.Fault is { } fault)
            call.Say($"{fault} The {report.Head.Number:N0} entries before it are as they were written.");
        else
            call.Say($"All {report.Head.Number:N0} entries are as they were written. The log ends with {report.Head}; keep that elsewhere.");
        return report.Fault is null ? ExitCodes.Success : ExitCodes.Failed;
    }
}
