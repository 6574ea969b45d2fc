using System.Collections.Concurrent;
using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Axle.Server.OpenAi.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Axle.Server.Identity;

/// <summary>Lets requests in: by keys of its own, or where there are none, as whom the server has let in already, or as somebody on this machine.</summary>
/// <param name="keys">The keys; none for no keys of its own.</param>
/// <param name="users">Whom they stand for.</param>
internal sealed class AccessControl(IReadOnlyList<AccessKey> keys, KeyUsers users)
{
    private const int MostKnown = 10_000;
    private const string TenantHeader = "x-axle-tenant";
    private const string SessionHeader = "x-axle-session";
    private const string Scheme = "Bearer ";
    private const int LongestName = 256;
    private readonly ConcurrentDictionary<string, AccessKey> _known = new(StringComparer.Ordinal);

    /// <summary>Finds out who asks.</summary>
    /// <exception cref="ApiException">No valid key (401); or its user is gone, or a page of another site asks through a browser (403).</exception>
    public async ValueTask<Caller> IdentifyAsync(HttpRequest request)
    {
        var caller = Identify(request);
        await users.RequireAsync(caller.Key, request.HttpContext.RequestAborted);
        return caller with { User = users.UserOf(caller.Key) };
    }

    private Caller Identify(HttpRequest request)
    {
        // Who is let in by a key of its own is nobody whose permissions are known.
        var principal = keys.Count > 0 ? null : request.HttpContext.PrincipalOrNull();
        var key = keys.Count > 0 ? Find(request.Headers.Authorization) : principal is not null ? KeyOf(principal) : Open(request);
        var tenant = Name(request.Headers, TenantHeader);
        var session = Name(request.Headers, SessionHeader);
        if (key is null && tenant is null && session is null)
            return Caller.Nobody;
        if (tenant is not null && key is { MayNameTenant: false } && key.Tenant != tenant)
        {
            throw new ApiException(new ApiError(403, ApiErrorTypes.Permission, "This key may not speak for that tenant. Leave out x-axle-tenant.")
            {
                Code = "tenant_not_allowed",
            });
        }

        return new Caller(key, tenant ?? key?.Tenant, session)
        {
            Place = $"{key?.Variable ?? "-"} {Network.Of(request.HttpContext)}",
            SeesPersonalData = principal?.May(Permission.PersonalDataRead) == true,
        };
    }

    // The same object for the same caller: sessions of MCP are bound to it.
    private AccessKey KeyOf(Principal principal)
    {
        if (_known.Count >= MostKnown)
            _known.Clear();
        var id = principal.Key ?? principal.Session ?? principal.User;
        return _known.GetOrAdd($"{id} {principal.Tenant}", _ => new AccessKey(id, id) { Tenant = principal.Tenant, User = principal.User });
    }

    // A page on the web can have its own name point to this machine; its requests then come with that name.
    private static AccessKey? Open(HttpRequest request)
    {
        var host = request.Host.Host;
        if (host is "127.0.0.1" or "localhost" or "[::1]" or "::1")
            return null;
        throw new ApiException(new ApiError(403, ApiErrorTypes.Permission,
            "Without access keys only this machine is answered. Ask 127.0.0.1 or localhost, or set AXLE_GATEWAY_KEY for the gateway.")
        { Code = "host_not_allowed" });
    }

    private AccessKey Find(StringValues header)
    {
        var text = header.Count == 1 ? header[0] : null;
        if (text is null || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Refused("You did not provide an access key. Send it as 'Authorization: Bearer KEY'.");
        var hash = AccessKey.Hash(text[Scheme.Length..].Trim());
        AccessKey? found = null;
        // All are compared, so that the time says nothing about which one was near.
        foreach (var key in keys)
        {
            if (key.HasHash(hash))
                found = key;
        }

        return found ?? throw Refused("Incorrect access key provided. Ask whoever runs this gateway for one.");
    }

    private static ApiException Refused(string message) =>
        new(new ApiError(401, ApiErrorTypes.InvalidRequest, message) { Code = "invalid_api_key" });

    private static string? Name(IHeaderDictionary headers, string header)
    {
        if (!headers.TryGetValue(header, out var values) || values.Count == 0)
            return null;
        if (values.Count > 1)
            throw ApiErrors.Invalid(header, $"The header {header} may stand only once.");
        if (values[0] is not { Length: > 0 } name)
            return null;
        return name.Length <= LongestName
            ? name
            : throw ApiErrors.Invalid(header, $"The header {header} has {name.Length} characters; at most {LongestName} are taken.");
    }
}
