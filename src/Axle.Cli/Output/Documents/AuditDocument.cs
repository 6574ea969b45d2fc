using System.Collections.Immutable;
using Axle.Identity.Audit;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax audit list</c>.</summary>
internal sealed record AuditListDocument(ImmutableArray<AuditPart> Entries);

/// <summary>An entry of the audit log.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Id of the user.</param>
/// <param name="Tenant">Id of the tenant; empty for the whole server.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="Place">From where.</param>
/// <param name="Hash">Its hash.</param>
internal sealed record AuditPart(
    long Number, DateTimeOffset At, string Actor, string Tenant, string Action, string Subject, string Outcome, string Reason, string Place, string Hash)
{
    public static AuditPart Of(AuditEntry entry)
    {
        var fact = entry.Fact;
        return new(
            entry.Number, fact.At, fact.Actor, fact.Tenant, fact.Action, fact.Subject, fact.Outcome, fact.Reason, fact.Place,
            Convert.ToHexStringLower(entry.Hash.Span));
    }
}

/// <summary>The answer of <c>ax audit verify</c>.</summary>
/// <param name="Intact">Whether every entry is as it was written.</param>
/// <param name="Head">Where the log, or what is left of it, ends.</param>
/// <param name="Entries">Entries that are as they were written.</param>
/// <param name="FaultAt">Number of the first that is not; missing when all are.</param>
/// <param name="Fault">What is wrong with it; missing when nothing is.</param>
internal sealed record AuditReportDocument(bool Intact, string Head, long Entries, long? FaultAt, string? Fault)
{
    public static AuditReportDocument Of(AuditReport report) =>
        new(report.Fault is null, report.Head.ToString(), report.Head.Number, report.FaultAt, report.Fault);
}
