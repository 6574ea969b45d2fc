using System.Globalization;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Mcp.Serving;

/// <summary>Writes into the audit log what clients of MCP have done, in the words of the addresses at which the API does the same.</summary>
/// <param name="store">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedAudit(IAuditStore store, TimeProvider time)
{
    /// <summary>Does something, and writes down how it ended before anybody is told.</summary>
    /// <param name="caller">Who has it done.</param>
    /// <param name="deed">What is done.</param>
    /// <param name="act">Does it.</param>
    /// <param name="subject">What it was done to, when that is known only afterwards; null for what the deed says.</param>
    public async ValueTask<T> AroundAsync<T>(Caller caller, ServedDeed deed, Func<Task<T>> act, Func<T, string>? subject = null)
    {
        T done;
        try
        {
            done = await act();
        }
        catch (Exception failed)
        {
            await WriteAsync(caller, deed, StatusOf(failed));
            throw;
        }

        await WriteAsync(caller, subject is null ? deed : deed with { Subject = subject(done) }, deed.Status);
        return done;
    }

    private static int StatusOf(Exception failed) => failed is OperationCanceledException
        ? StatusCodes.Status499ClientClosedRequest
        : ApiProblem.Of(failed)?.Status ?? StatusCodes.Status500InternalServerError;

    // Not cancelled with the call: what was done stays done when the client hangs up.
    private async ValueTask WriteAsync(Caller caller, ServedDeed deed, int status) => await store.AppendAuditAsync(
        new AuditFact(
            time.GetUtcNow(), caller.Key?.User ?? "", caller.Tenant ?? "", deed.Action, AuditTrail.Short(deed.Subject),
            status.ToString(CultureInfo.InvariantCulture), "mcp", caller.Place),
        CancellationToken.None);
}

/// <summary>Something that changes a run.</summary>
/// <param name="Action">Method and address of the API that does the same.</param>
/// <param name="Subject">What it is done to: ids.</param>
/// <param name="Status">What the API answers when it is done.</param>
internal sealed record ServedDeed(string Action, string Subject, int Status = StatusCodes.Status200OK);
