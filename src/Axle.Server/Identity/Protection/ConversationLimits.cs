using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Axle.Identity.Access;
using Axle.Models.Limits;
using Axle.Server.Endpoints.Problems;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Protection;

/// <summary>Counts messages to agents in windows that slide: by user, conversation and tenant. One that is refused counts for nothing.</summary>
/// <param name="rates">The limits.</param>
/// <param name="store">Who counts, for this process or for all.</param>
internal sealed class ConversationLimits(ConversationRates rates, ILimitStore store)
{
    private const int LongestSession = 200;

    /// <summary>Counts a message, and says in headers what is left of the scarcest limit.</summary>
    /// <param name="http">The request.</param>
    /// <param name="who">Who says it.</param>
    /// <param name="session">The conversation.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    /// <exception cref="ApiProblemException">A limit is used up: 429, with the time to wait. Nobody can say whether it is: 503.</exception>
    /// <exception cref="AxleException">The name of the conversation is too long.</exception>
    public async ValueTask AdmitAsync(HttpContext http, Principal who, string session, CancellationToken cancellationToken)
    {
        if (session.Length > LongestSession)
            throw new AxleException(ErrorKind.Validation, $"The name of a conversation has at most {LongestSession} characters.");
        (string Kind, string Name, int Limit, TimeSpan Length)[] subjects =
        [
            ("user a minute", $"{who.Tenant}/{who.User}", rates.UserPerMinute, TimeSpan.FromMinutes(1)),
            ("user an hour", $"{who.Tenant}/{who.User}", rates.UserPerHour, TimeSpan.FromHours(1)),
            ("conversation an hour", $"{who.Tenant}/{session}", rates.SessionPerHour, TimeSpan.FromHours(1)),
            ("tenant an hour", who.Tenant, rates.TenantPerHour, TimeSpan.FromHours(1)),
        ];
        var limited = Array.FindAll(subjects, static s => s.Limit > 0);
        if (limited.Length == 0)
            return;
        var rules = Array.ConvertAll(limited, static s => new LimitRule($"{s.Kind} {Hidden(s.Name)}", s.Length, s.Limit, Tokens: null));
        var counts = await TakeAsync(new LimitClaim(rules, Tokens: 0), cancellationToken);
        var told = limited.Zip(counts).ToList();
        if (told.Find(static t => t.Second.Wait > TimeSpan.Zero) is { First.Limit: > 0 } full)
            throw Refused(http, full.First.Kind, full.First.Limit, full.Second.Wait);
        Tell(http, told.Select(static t => (t.First.Limit, Left: t.First.Limit - t.Second.Calls, t.Second.EmptyIn)).MinBy(static t => t.Left));
    }

    // Where the store is, and what it says, is nothing for callers from outside.
    private async ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TakeAsync(claim, cancellationToken);
        }
        catch (AxleException away)
        {
            throw new ApiProblemException(
                ApiProblem.Unavailable(
                    "limitsUnavailable", "Messages cannot be counted: the database that all nodes share does not answer. Send the message again in a moment."),
                away);
        }
    }

    // Who talks with whom is nobody's business who reads the store.
    private static string Hidden(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 12));

    private static void Tell(HttpContext http, (int Limit, long Left, TimeSpan Reset) scarcest)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = scarcest.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = Math.Max(0, scarcest.Left).ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Seconds(scarcest.Reset);
    }

    private static ApiProblemException Refused(HttpContext http, string kind, int limit, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Seconds(wait);
        Tell(http, (limit, 0, wait));
        return new(new ApiProblem(
            429, "rateLimited", "Too many messages", $"There are {limit} messages for a {kind}. Wait {Seconds(wait)} seconds, then go on."));
    }

    private static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
