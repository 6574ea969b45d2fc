using Axle.Encryption;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Workflows.Payloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Encryption;

/// <summary>The keys with which values of tenants are encrypted. Only an owner of the server turns or destroys them.</summary>
/// <param name="encryption">The encryption of the store.</param>
internal sealed class EncryptionEndpoints(StoreEncryption encryption)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/tenants/{id}/encryption-keys").WithTags("tenants").RequirePermission(Permission.TenantsManage);
        keys.MapGet("", List).WithName("listEncryptionKeys").WithSummary("Lists the keys of a tenant's values: their ids, never the keys.")
            .ProducesProblem(400).ProducesProblem(404);
        keys.MapPost("", RotateAsync).WithName("rotateEncryptionKey").ProducesProblem(400).ProducesProblem(404)
            .WithSummary("Makes a tenant a new key for what is written from now on; what was written stays readable.");
        keys.MapDelete("", DestroyAsync).WithName("destroyEncryptionKeys").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Erases all that is stored for a tenant by destroying its keys; with dryRun=true, tells what would be erased.");
    }

    private Ok<Page<EncryptionKeyItem>> List(string id) => TypedResults.Ok(Page.Of<EncryptionKeyItem>([.. KeysOf(id).Select(EncryptionKeyItem.Of)]));

    private async Task<Created<EncryptionKeyItem>> RotateAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        _ = KeysOf(id);
        var key = await encryption.Keys.RotateAsync(id, cancellationToken);
        AuditNote.Of(http).Subject = $"{id} {key}";
        return TypedResults.Created($"/api/v1/tenants/{id}/encryption-keys", EncryptionKeyItem.Of(KeysOf(id).First(k => k.Id == key)));
    }

    private async Task<Ok<TenantErasure>> DestroyAsync(HttpContext http, string id, CancellationToken cancellationToken, bool dryRun = false)
    {
        AuditNote.Of(http).Subject = dryRun ? $"dry run of {id}" : id;
        var would = await encryption.EraseAsync(id, isDryRun: true, cancellationToken);
        if (dryRun)
            return TypedResults.Ok(would);
        return would.Unended == 0
            ? TypedResults.Ok(await encryption.EraseAsync(id, isDryRun: false, cancellationToken))
            : throw new ApiProblemException(ApiProblem.Conflict("conflict", $"{would.Unended} runs of the tenant have not ended, and could not go on. Cancel them first."));
    }

    private DataKeyFacts[] KeysOf(string tenant) => encryption.Keys.List().Where(k => k.Tenant == tenant).ToArray() is { Length: > 0 } keys
        ? keys
        : throw new AxleException(ErrorKind.NotFound, "Nothing is stored for such a tenant yet: the first value makes its first key.");
}

/// <summary>A key of a tenant's values; never the key itself.</summary>
/// <param name="Id">What values name it by.</param>
/// <param name="Number">Which of the tenant's keys it is, from 1; the last is the current one.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DestroyedAt">When it was destroyed; null while it is there.</param>
/// <param name="Master">Id of the line of the key file that it is wrapped with; null when it is destroyed.</param>
public sealed record EncryptionKeyItem(string Id, int Number, DateTimeOffset CreatedAt, DateTimeOffset? DestroyedAt, string? Master)
{
    internal static EncryptionKeyItem Of(DataKeyFacts key) => new(key.Id, key.Number, key.CreatedAt, key.DestroyedAt, key.Master);
}
