using System.Globalization;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Server.Endpoints;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Auditing;

/// <summary>Reading the audit log, and verifying it.</summary>
/// <param name="store">The log.</param>
internal sealed class AuditEndpoints(IAuditStore store)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("audit").RequirePermission(Permission.AuditRead);
        audit.MapGet("", ListAsync).WithName("listAudit").WithSummary("Lists what was done in the tenant, newest first; an owner may ask for all tenants.");
        audit.MapGet("/verification", VerifyAsync).WithName("verifyAudit").WithSummary("Verifies the chain of the whole log.").RequirePermission(Permission.SystemManage);
    }

    private async Task<Ok<Page<AuditItem>>> ListAsync(
        HttpContext http, string? actor, string? action, bool? all, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var (who, wanted) = (http.Principal(), Page.Limit(limit));
        if (all == true && !who.May(Permission.SystemManage))
            throw new AxleException(ErrorKind.Refused, "Only an owner of the server reads the log of all tenants. Leave out 'all'.");
        long? before = cursor is null ? null : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new AxleException(ErrorKind.Validation, "The cursor is not one that a list returned as 'next'.");
        var found = await store.ListAuditAsync(new AuditQuery(all == true ? null : who.Tenant, wanted + 1, before, actor, action), cancellationToken);
        var items = found.Take(wanted).Select(AuditItem.Of).ToList();
        return TypedResults.Ok(new Page<AuditItem>(items, found.Count > wanted ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null));
    }

    private async Task<Ok<AuditVerificationItem>> VerifyAsync(string? kept, CancellationToken cancellationToken)
    {
        var report = await AuditVerification.RunAsync(store, kept is null ? null : AuditHead.Parse(kept), cancellationToken);
        return TypedResults.Ok(new AuditVerificationItem(report.Fault is null, report.Head.ToString(), report.Head.Number, report.FaultAt, report.Fault));
    }
}

/// <summary>An entry of the audit log.</summary>
/// <param name="Number">Its number.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Id of the user who did it.</param>
/// <param name="Tenant">Id of the tenant; empty for the whole server.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">What it was done to.</param>
/// <param name="Outcome">The status it was answered with.</param>
/// <param name="Reason">Why, in the words of whoever did it.</param>
/// <param name="Place">Id of the session or key, and the network.</param>
/// <param name="Hash">Its hash.</param>
public sealed record AuditItem(
    long Number, DateTimeOffset At, string Actor, string Tenant, string Action, string Subject, string Outcome, string Reason, string Place, string Hash)
{
    internal static AuditItem Of(AuditEntry entry)
    {
        var fact = entry.Fact;
        return new(
            entry.Number, fact.At, fact.Actor, fact.Tenant, fact.Action, fact.Subject, fact.Outcome, fact.Reason, fact.Place,
            Convert.ToHexStringLower(entry.Hash.Span));
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Intact">Whether every entry is as it was written.</param>
/// <param name="Head">Where the log ends: keep it elsewhere, and give it as <c>kept</c> later.</param>
/// <param name="Entries">Entries that are as they were written.</param>
/// <param name="FaultAt">Number of the first that is not; null when all are.</param>
/// <param name="Fault">What is wrong; null when nothing is.</param>
public sealed record AuditVerificationItem(bool Intact, string Head, long Entries, long? FaultAt, string? Fault);
