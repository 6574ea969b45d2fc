using Axle.Identity.Access;
using Axle.Identity.Keys;
using Axle.Identity.Ports;
using Axle.Server.Endpoints;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Keys;

/// <summary>API keys: one's own, and for who manages users, everybody's in the tenant.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="book">Makes them.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyEndpoints(IApiKeyStore store, ApiKeyBook book, TimeProvider time)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("keys").RequirePermission(Permission.KeysManage);
        keys.MapGet("", ListAsync).WithName("listKeys").WithSummary("Lists API keys, newest first.");
        keys.MapPost("", CreateAsync).WithName("createKey").WithSummary("Makes an API key; its secret is shown this once.").ProducesProblem(403);
        keys.MapDelete("/{id}", RevokeAsync).WithName("revokeKey").WithSummary("Revokes an API key.").ProducesProblem(404);
    }

    private async Task<Ok<Page<KeyItem>>> ListAsync(HttpContext http, int? limit, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var found = await store.ListKeysAsync(who.Tenant, Whose(who), Page.Limit(limit), cancellationToken);
        return TypedResults.Ok(Page.Of<KeyItem>([.. found.Select(k => KeyItem.Of(k, time.GetUtcNow()))]));
    }

    private async Task<Created<NewKeyItem>> CreateAsync(HttpContext http, KeyRequest body, CancellationToken cancellationToken)
    {
        TimeSpan? stands = body.Days is { } days ? TimeSpan.FromDays(Math.Clamp(days, 0, 100_000)) : null;
        var (key, secret) = await book.CreateAsync(http.Principal(), body.Name, body.Permissions ?? [], stands, cancellationToken);
        AuditNote.Of(http).Subject = key.Id;
        return TypedResults.Created($"/api/v1/keys/{key.Id}", new NewKeyItem(KeyItem.Of(key, time.GetUtcNow()), secret));
    }

    private async Task<NoContent> RevokeAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        return await store.RevokeKeyAsync(who.Tenant, Whose(who), id, time.GetUtcNow(), cancellationToken)
            ? TypedResults.NoContent()
            : throw new AxleException(ErrorKind.NotFound, "There is no such key, or it is revoked. GET /api/v1/keys lists those there are.");
    }

    private static string? Whose(Principal who) => who.May(Permission.UsersManage) ? null : who.User;
}

/// <summary>An API key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="User">Id of the user it belongs to.</param>
/// <param name="Permissions">What it may do at most.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="UsedAt">When it was used last; null for never.</param>
public sealed record KeyItem(
    string Id,
    string Name,
    string User,
    IReadOnlyList<string> Permissions,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? UsedAt)
{
    internal static KeyItem Of(ApiKey key, DateTimeOffset now) => new(
        key.Id, key.Name, key.User, [.. key.Permissions.Select(ApiWords.Name)],
        key.RevokedAt is not null ? "revoked" : key.IsGood(now) ? "active" : "expired",
        key.CreatedAt, key.ExpiresAt, key.UsedAt);
}

/// <summary>A key to be made.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="Days">Days that it stands; 90 when nothing is said, 366 at most.</param>
public sealed record KeyRequest(string? Name, IReadOnlyList<Permission>? Permissions, double? Days = null);

/// <summary>A key that was made.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">What programs send as <c>Authorization: Bearer …</c>. It is shown this once.</param>
public sealed record NewKeyItem(KeyItem Key, string Secret);
